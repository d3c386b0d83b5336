package import Wire

/// The members of a JSON object in the order in which they stand in the text, repeated names included.
package struct JSONObject: Sendable {
    /// The members as they stand in the text.
    package private(set) var members: [(key: ByteString, value: JSONValue)]

    /// An object with these members.
    package init(_ members: [(key: ByteString, value: JSONValue)] = []) {
        self.members = members
    }

    /// The member of this name; the last one of several, as in Go.
    ///
    /// Looks at every member: right for the few names a type reads, not for going through all of them.
    package subscript(_ key: ByteString) -> JSONValue? {
        members.last { $0.key == key }?.value
    }

    /// Adds a member behind the others.
    package mutating func append(_ key: ByteString, _ value: JSONValue) {
        members.append((key: key, value: value))
    }
}

extension JSONObject: Equatable {
    /// Whether both have equal members in the same order.
    package static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.members.elementsEqual(right.members) { $0.key == $1.key && $0.value == $1.value }
    }
}
