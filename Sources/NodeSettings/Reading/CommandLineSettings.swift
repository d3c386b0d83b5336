import Files

/// The settings among the arguments of a command, such as `--rpc.laddr tcp://0.0.0.0:26657`.
///
/// Each key of the file is a flag, with its dots. Dashes and underscores mean the same, as operators know both
/// spellings. What is no setting is left for the command.
package struct CommandLineSettings: Sendable {
    let assignments: [SettingAssignment]
    /// The arguments that are no settings, in their order.
    package let remaining: [String]

    /// - Parameter arguments: What stands behind the command's name.
    package init(_ arguments: [String]) throws(SettingError) {
        var assignments: [SettingAssignment] = []
        var remaining: [String] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--" {
                remaining += [argument] + rest
                break
            }
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard argument.hasPrefix("--"), let flag = parts.first else {
                remaining.append(argument)
                continue
            }
            guard let setting = try CommandLineSettings.setting(of: flag) else {
                remaining.append(argument)
                continue
            }
            var value = parts.count == 2 ? parts[1] : nil
            if value == nil, case .boolean = setting.kind {
                value = "true"
            } else if value == nil {
                value = rest.popFirst()
            }
            guard let value else {
                throw SettingError(.flag(flag), "has no value", "write \(flag) \(setting.kind.placeholder)")
            }
            assignments.append(SettingAssignment(path: setting.path, value: .text(value), source: .flag(flag)))
        }
        self.assignments = assignments
        self.remaining = remaining
    }

    /// The setting that a flag sets, or nil when it is none of ours. A name with a dot can only be meant as one.
    private static func setting(of flag: String) throws(SettingError) -> Setting? {
        let name = Setting.comparable(String(flag.dropFirst(2)))
        if let setting = Setting.all.first(where: { $0.isOverridable && $0.comparable == name }) { return setting }
        if !name.contains(".") { return nil }
        let nearest = Spelling.nearest(to: name).map { "did you mean --\($0.path)?" } ?? "see --help"
        throw SettingError(.flag(flag), "there is no such setting", nearest)
    }

    /// A line for each flag: its name, its value and what it does.
    package static var help: String {
        Setting.all.filter(\.isOverridable).map { setting in
            "  --\(setting.path) <\(setting.kind.placeholder)>\n          \(setting.documentation)\n"
        }.joined()
    }
}
