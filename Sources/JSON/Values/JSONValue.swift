package import Wire

/// A JSON value that keeps what a text says: members in their order, numbers as they were written.
package enum JSONValue: Sendable {
    /// No value; in Go's terms nil.
    case null
    case bool(Bool)
    case number(JSONNumber)
    /// A string without its escapes; UTF-8 when it was parsed.
    case string(ByteString)
    case array([JSONValue])
    case object(JSONObject)
    /// A JSON text that is written as it stands: an application's own state, which the node carries but does not read.
    case raw([UInt8])
}

extension JSONValue: Equatable {
    /// Whether both were written the same way: members in the same order, numbers with the same digits.
    ///
    /// `isEquivalent(to:)` looks only at what the two mean.
    package static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): left == right
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        case (.raw(let left), .raw(let right)): left == right
        default: false
        }
    }
}

extension JSONValue: CustomStringConvertible {
    /// The compact JSON text.
    package var description: String { String(decoding: serialized(), as: UTF8.self) }
}
