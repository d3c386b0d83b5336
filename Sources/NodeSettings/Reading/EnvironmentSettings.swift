import Files

/// The settings among a process's environment variables, such as `DAON_RPC_LADDR`.
struct EnvironmentSettings {
    /// The variable with the name of the datacenter that the node is in.
    private static let datacenter = "DC_NAME"

    let assignments: [SettingAssignment]
    let warnings: [SettingWarning]

    /// Empty variables are as good as none, so that a compose file may name them all.
    init(_ environment: [String: String]) {
        var assignments: [SettingAssignment] = []
        for setting in Setting.all where setting.isOverridable {
            for name in [setting.variable] + (setting.alias.map { [$0] } ?? []) {
                guard let value = environment[name], !value.isEmpty else { continue }
                assignments.append(
                    SettingAssignment(path: setting.path, value: .text(value), source: .environment(name)))
                break
            }
        }
        // A datacenter's node is called after it, unless it has a name of its own.
        if let name = environment[EnvironmentSettings.datacenter], !name.isEmpty,
            !assignments.contains(where: { $0.path == "moniker" })
        {
            assignments.append(
                SettingAssignment(
                    path: "moniker", value: .text("daon-validator-\(name)"),
                    source: .environment(EnvironmentSettings.datacenter)))
        }
        self.assignments = assignments
        warnings = EnvironmentSettings.unknown(environment.keys.sorted())
    }

    /// Warnings about variables that begin with a section's name and end in no key. Others may be another program's.
    private static func unknown(_ names: [String]) -> [SettingWarning] {
        let known = Set(Setting.all.map(\.variable))
        let sections = SettingSection.allCases.filter { $0 != .base }
        return names.compactMap { name in
            guard !known.contains(name) else { return nil }
            for section in sections {
                let prefix = Setting.variablePrefix + section.rawValue.uppercased() + "_"
                guard name.hasPrefix(prefix) else { continue }
                let key = name.dropFirst(prefix.count).lowercased()
                let nearest = Spelling.nearest(to: section.path(to: key)).map { "; did you mean \($0.variable)?" }
                return SettingWarning(.environment(name), "there is no such setting, it is ignored\(nearest ?? "")")
            }
            return nil
        }
    }
}
