/// A value as it was written, before it is known what it should be.
enum SettingValue: Hashable, Sendable {
    case text(String)
    case integer(Int)
    case boolean(Bool)
    case list([SettingValue])
    /// A kind of value that no key has: what it is called.
    case other(String)

    /// What the value is called in an error.
    var name: String {
        switch self {
        case .text(let text): "the text \"\(text)\""
        case .integer(let number): "the number \(number)"
        case .boolean(let isTrue): isTrue ? "true" : "false"
        case .list: "a list"
        case .other(let name): name
        }
    }
}

/// A value for a key, and where it was said.
struct SettingAssignment: Hashable, Sendable {
    let path: String
    let value: SettingValue
    let source: SettingSource
}
