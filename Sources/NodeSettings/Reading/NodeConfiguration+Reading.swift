import Files

extension NodeConfiguration {
    /// Reads the settings: a flag counts before an environment variable, that before the file, that before the default.
    ///
    /// - Parameters:
    ///   - path: `config.toml`; without it, or nil, only the rest counts.
    ///   - environment: The process's variables.
    ///   - defaults: What counts where nothing is said.
    package static func read(
        _ path: String?, environment: [String: String] = [:], flags: CommandLineSettings? = nil,
        defaults: NodeConfiguration = NodeConfiguration(moniker: machineName)
    ) throws(SettingError) -> (configuration: NodeConfiguration, warnings: [SettingWarning]) {
        var warnings: [SettingWarning] = []
        var chosen: [String: SettingAssignment] = [:]
        if let path {
            let file = try SettingsFile(path)
            for assignment in file.assignments(warnings: &warnings) { chosen[assignment.path] = assignment }
        }
        let variables = EnvironmentSettings(environment)
        warnings += variables.warnings
        for assignment in variables.assignments + (flags?.assignments ?? []) { chosen[assignment.path] = assignment }
        var configuration = defaults
        for setting in Setting.all {
            guard let assignment = chosen[setting.path] else { continue }
            do {
                if let remark = try setting.kind.assign(assignment.value, to: &configuration) {
                    warnings.append(SettingWarning(assignment.source, "\(setting.path) \(remark)"))
                }
            } catch {
                throw SettingError(assignment.source, setting, error)
            }
        }
        if let broken = configuration.brokenRule {
            throw SettingError(chosen[broken.setting]?.source ?? .none, key: broken.setting, broken.problem, broken.remedy)
        }
        return (configuration, warnings)
    }
}

extension SettingsFile {
    /// The values that keys have, whatever the case of their letters, as in CometBFT's reader; and a warning about each
    /// value that none has.
    func assignments(warnings: inout [SettingWarning]) -> [SettingAssignment] {
        let paths = Dictionary(uniqueKeysWithValues: Setting.all.map { ($0.path.lowercased(), $0.path) })
        let sections = Set(SettingSection.allCases.map(\.rawValue))
        var assignments: [SettingAssignment] = []
        var unknownSections: Set<String> = []
        for (path, value) in values {
            if let known = paths[path.lowercased()] {
                assignments.append(SettingAssignment(path: known, value: value, source: source(of: path)))
                continue
            }
            let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
            let isSection = parts.count == 2 || value == .other("a section")
            if let section = parts.first, isSection, !sections.contains(section.lowercased()) {
                if unknownSections.insert(section).inserted { warnings.append(unknownSection(section)) }
            } else if !isSection || parts.count == 2 {
                warnings.append(unknownKey(path))
            }
        }
        return assignments
    }

    private func unknownKey(_ path: String) -> SettingWarning {
        let nearest = Spelling.nearest(to: path).map { "; did you mean \($0.path)?" } ?? ""
        return SettingWarning(source(of: path), "there is no key \(path), it is ignored\(nearest)")
    }

    private func unknownSection(_ name: String) -> SettingWarning {
        let nearest = Spelling.nearestSection(to: name).map { "; did you mean [\($0.rawValue)]?" } ?? ""
        return SettingWarning(source(of: name), "there is no section [\(name)], it is ignored\(nearest)")
    }
}
