package import Wire

extension JSONValue {
    /// Arrays and objects inside one another that a text may have.
    ///
    /// Go allows 10,000 (`encoding/json/scanner.go`). A Swift value is written, compared and released recursively, so
    /// that a stranger would choose how much of the thread's stack that takes; 512 levels fit a stack of 64 KiB in an
    /// optimised build and of 1 MiB in another, where threads have 8 MiB. No message of CometBFT has more than about
    /// ten.
    /// Deviation: a deeper text is refused, except inside raw members, where Go's own bound holds.
    package static let depthMaximum = 512

    /// Parses a JSON text as strictly as Go's `encoding/json` does.
    ///
    /// - Parameters:
    ///   - bytes: The text, of a length that the caller has bounded. Parsing takes time in proportion to it and, for a
    ///     text of nothing but the shortest values, up to about 40 times its length in memory.
    ///   - depthMaximum: Arrays and objects inside one another.
    ///   - rawMembers: Names of members of the outermost object whose values are checked, but kept as the bytes that
    ///     they are.
    ///   - compactsRawMembers: Whether white space between the tokens of raw members is left out, as Go's
    ///     `json.Compact` does; otherwise they are what stands in the text from their first byte to their last.
    package init(
        parsing bytes: [UInt8], depthMaximum: Int = JSONValue.depthMaximum, rawMembers: Set<ByteString> = [],
        compactsRawMembers: Bool = true
    ) throws(JSONError) {
        var parser = JSONParser(
            bytes, depthMaximum: depthMaximum, rawMembers: rawMembers, compactsRawMembers: compactsRawMembers)
        self = try parser.parse()
    }

    /// Finds the error that `init(parsing:)` would throw, without making the value.
    package static func check(_ bytes: [UInt8]) throws(JSONError) {
        var parser = JSONParser(
            bytes, depthMaximum: depthMaximum, rawMembers: [], compactsRawMembers: false, onlyChecks: true)
        _ = try parser.parse()
    }
}
