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
            throw SettingError(
                chosen[broken.setting]?.source ?? .none, key: broken.setting, broken.problem, broken.remedy)
        }
        return (configuration, warnings)
    }
}
