import Files

/// A `config.toml` with its values, not yet compared with the keys there are.
struct SettingsFile {
    /// CometBFT's own file has 21 KB.
    private static let bytesMaximum = 1 << 20

    let path: String
    private let entries: [TOMLEntry]

    init(_ path: String) throws(SettingError) {
        let content: [UInt8]
        do {
            content = try OpenFile(path, for: .reading).content(atMost: SettingsFile.bytesMaximum)
        } catch {
            throw SettingError(error)
        }
        self.path = path
        do {
            entries = try TOMLParser.entries(of: content)
        } catch {
            throw SettingError(.file(path: path, line: error.line), error.problem, error.remedy)
        }
    }

    /// The values that keys have, whatever the case of their letters, as in CometBFT's reader; and a warning about each
    /// key or section that there is not.
    func assignments(warnings: inout [SettingWarning]) -> [SettingAssignment] {
        let keys = Dictionary(uniqueKeysWithValues: Setting.all.map { ($0.path.lowercased(), $0.path) })
        var assignments: [SettingAssignment] = []
        var unknownSections: Set<String> = []
        for entry in entries {
            let parts = entry.path.split(separator: ".", maxSplits: 1).map(String.init)
            let isSection = parts.count == 2 || entry.value == nil
            if isSection, let name = parts.first, SettingSection(rawValue: name.lowercased()) == nil {
                if unknownSections.insert(name).inserted { warnings.append(unknownSection(name, entry)) }
            } else if let value = entry.value, let key = keys[entry.path.lowercased()] {
                assignments.append(SettingAssignment(path: key, value: value, source: source(of: entry)))
            } else if entry.value != nil {
                warnings.append(unknownKey(entry))
            }
        }
        return assignments
    }

    private func source(of entry: TOMLEntry) -> SettingSource { .file(path: path, line: entry.line) }

    private func unknownKey(_ entry: TOMLEntry) -> SettingWarning {
        let nearest = Spelling.nearest(to: entry.path).map { "; did you mean \($0.path)?" } ?? ""
        return SettingWarning(source(of: entry), "there is no key \(entry.path), it is ignored\(nearest)")
    }

    private func unknownSection(_ name: String, _ entry: TOMLEntry) -> SettingWarning {
        let nearest = Spelling.nearestSection(to: name).map { "; did you mean [\($0.rawValue)]?" } ?? ""
        return SettingWarning(source(of: entry), "there is no section [\(name)], it is ignored\(nearest)")
    }
}
