import Files

/// Why settings cannot be used, on one line: where it was said, which key, what is wrong and what to write instead.
package struct SettingError: Error, Hashable, Sendable {
    package let source: SettingSource
    /// The key's path, as in `rpc.laddr`; empty when no key is concerned.
    package let key: String
    package let problem: String
    package let remedy: String

    init(_ source: SettingSource, key: String = "", _ problem: String, _ remedy: String) {
        self.source = source
        self.key = key
        self.problem = problem
        self.remedy = remedy
    }

    init(_ source: SettingSource, _ setting: Setting, _ problem: SettingProblem) {
        self.init(source, key: setting.path, problem.problem, problem.remedy)
    }

    /// A file that could not be read.
    init(_ error: FileError) {
        self.init(.file(path: error.path, line: nil), error.problem, error.remedy)
    }
}

extension SettingError: CustomStringConvertible {
    package var description: String {
        let place = key.isEmpty ? "\(source): " : "\(source): \(key): "
        return OneLine.text(place + problem + (remedy.isEmpty ? "" : "; \(remedy)"))
    }
}

/// Something about the settings that the operator should know, on one line.
package struct SettingWarning: Hashable, Sendable {
    package let source: SettingSource
    package let text: String

    init(_ source: SettingSource, _ text: String) {
        self.source = source
        self.text = text
    }
}

extension SettingWarning: CustomStringConvertible {
    package var description: String { OneLine.text("\(source): \(text)") }
}
