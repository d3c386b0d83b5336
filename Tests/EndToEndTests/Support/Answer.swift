import Foundation

/// A JSON value with a short way to its members.
@dynamicMemberLookup
struct Answer {
    private let json: Any?

    init(_ json: Any?) {
        self.json = json
    }

    subscript(dynamicMember name: String) -> Answer { self[name] }

    subscript(name: String) -> Answer { Answer((json as? [String: Any])?[name]) }

    subscript(index: Int) -> Answer {
        guard let list = json as? [Any], list.indices.contains(index) else { return Answer(nil) }
        return Answer(list[index])
    }

    var isThere: Bool { json != nil && !(json is NSNull) }

    /// Names of its members, in order.
    var names: [String] { (json as? [String: Any])?.keys.sorted() ?? [] }

    var text: String {
        get throws {
            guard let text = json as? String else { throw TestError("no text: \(self)") }
            return text
        }
    }

    var truth: Bool {
        get throws {
            guard let truth = json as? Bool else { throw TestError("neither true nor false: \(self)") }
            return truth
        }
    }

    /// A number as CometBFT writes 64 bits: in a string.
    var decimal: Int64 {
        get throws {
            guard let number = Int64(try text) else { throw TestError("no number: \(self)") }
            return number
        }
    }

    var number: Int {
        get throws {
            guard !(json is String), let number = json as? Int else {
                throw TestError("no number: \(self)")
            }
            return number
        }
    }

    var boolean: Bool {
        get throws {
            guard let value = json as? Bool else { throw TestError("neither true nor false: \(self)") }
            return value
        }
    }

    var base64: Data {
        get throws {
            guard let data = Data(base64Encoded: try text) else { throw TestError("no base64: \(self)") }
            return data
        }
    }
}

extension Answer: CustomStringConvertible {
    var description: String { json.map { "\($0)" } ?? "nothing" }
}
