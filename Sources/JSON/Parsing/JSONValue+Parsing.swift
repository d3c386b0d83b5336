package import Wire

extension JSONValue {
    /// Arrays and objects inside one another that a text may have.
    ///
    /// Go allows 10,000. A Swift value of that depth is taken apart recursively, on a stack that strangers would have
    /// chosen the height of; 512 levels fit the smallest one, and no message of CometBFT has more than ten.
    /// Deviation: a deeper text is refused, except inside raw members, where Go's own bound holds.
    package static let depthMaximum = 512

    /// Parses a JSON text as strictly as Go's `encoding/json` does.
    ///
    /// - Parameters:
    ///   - bytes: The text. What it costs to parse is bounded by its length, and its length by the caller.
    ///   - depthMaximum: Arrays and objects inside one another.
    ///   - rawMembers: Names of members of the outermost object whose values are checked and compacted, but kept as the
    ///     bytes that they are.
    package init(
        parsing bytes: [UInt8], depthMaximum: Int = JSONValue.depthMaximum, rawMembers: Set<ByteString> = []
    ) throws(JSONError) {
        var parser = JSONParser(bytes, depthMaximum: depthMaximum, rawMembers: rawMembers)
        self = try parser.parse()
    }
}
