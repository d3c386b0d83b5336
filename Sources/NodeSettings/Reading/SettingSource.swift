/// Where a setting's value was said. Of two that say one, the later in this list counts.
package enum SettingSource: Hashable, Sendable {
    /// A line of a file, counted from 1; nil when the line is not known.
    case file(path: String, line: Int?)
    /// An environment variable's name.
    case environment(String)
    /// A flag as it was written, without its value.
    case flag(String)
    /// Nobody said one: the value is CometBFT's default.
    case none
}

extension SettingSource: CustomStringConvertible {
    /// As an error begins with it.
    package var description: String {
        switch self {
        case .file(let path, let line): line.map { "\(path):\($0)" } ?? path
        case .environment(let name): "environment variable \(name)"
        case .flag(let name): "flag \(name)"
        case .none: "settings"
        }
    }
}
