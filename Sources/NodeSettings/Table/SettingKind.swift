package import Chain

/// A place in a configuration.
package typealias SettingPlace<Value> = WritableKeyPath<NodeConfiguration, Value> & Sendable

/// What kind of value a key has, where it stands, and which values it may have.
package enum SettingKind: Sendable {
    case text(any SettingPlace<String>, TextRule = .any)
    case boolean(any SettingPlace<Bool>)
    case integer(any SettingPlace<Int>, ClosedRange<Int> = 0...Int.max)
    case duration(any SettingPlace<Nanoseconds>, DurationRule = .notNegative)
    /// Texts: written as an array, or as one text with commas.
    case list(any SettingPlace<[String]>, ListForm, ListRule = .any)

    /// How a list is written. Both ways are read.
    package enum ListForm: Hashable, Sendable {
        case array
        case commas
    }

    /// What belongs behind a flag of this kind.
    package var placeholder: String {
        switch self {
        case .text: "text"
        case .boolean: "true|false"
        case .integer: "number"
        case .duration: "duration"
        case .list: "text,…"
        }
    }
}
