import JSON
import Wire

/// The first place at which two JSON values differ.
struct JSONDifference {
    /// The members and indices that lead there, as in `.validators[3].pub_key`.
    let path: String
    let expected: String
    let actual: String

    /// Nil when the values are equal, the order of members included.
    init?(_ expected: JSONValue, _ actual: JSONValue, path: String = "") {
        switch (expected, actual) {
        case (.array(let left), .array(let right)) where left.count == right.count:
            for (index, pair) in zip(left, right).enumerated() {
                if let inner = JSONDifference(pair.0, pair.1, path: "\(path)[\(index)]") {
                    self = inner
                    return
                }
            }
            return nil
        case (.object(let left), .object(let right)) where left.members.map(\.key) == right.members.map(\.key):
            for (one, other) in zip(left.members, right.members) {
                if let inner = JSONDifference(one.value, other.value, path: "\(path).\(one.key)") {
                    self = inner
                    return
                }
            }
            return nil
        case (.object(let left), .object(let right)):
            self.init(path: path, expected: "members \(left.names)", actual: "members \(right.names)")
        default:
            if expected == actual { return nil }
            self.init(path: path, expected: expected.text, actual: actual.text)
        }
    }

    private init(path: String, expected: String, actual: String) {
        self.path = path
        self.expected = expected
        self.actual = actual
    }
}

extension JSONValue {
    fileprivate var text: String { String(decoding: serialized(), as: UTF8.self) }
}

extension JSONObject {
    fileprivate var names: String { members.map(\.key.description).joined(separator: ", ") }
}
