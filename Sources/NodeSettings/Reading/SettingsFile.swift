import Files
import TOMLKit

/// A `config.toml` with its values, not yet compared with the keys there are.
struct SettingsFile {
    /// CometBFT's own file has 21 KB.
    private static let bytesMaximum = 1 << 20

    let path: String
    /// By key path.
    let values: [(path: String, value: SettingValue)]
    private let lines: SettingLines

    init(_ path: String) throws(SettingError) {
        let content: [UInt8]
        do {
            content = try OpenFile(path, for: .reading).content(atMost: SettingsFile.bytesMaximum)
        } catch {
            throw SettingError(error)
        }
        try self.init(content, path: path)
    }

    init(_ content: [UInt8], path: String) throws(SettingError) {
        // The TOML parser takes the text as C does, and would stop there without a word.
        if let offset = content.firstIndex(of: 0) {
            let line = content[..<offset].count { $0 == UInt8(ascii: "\n") } + 1
            throw SettingError(.file(path: path, line: line), "a zero byte in the text", "remove it")
        }
        let text = String(decoding: content, as: UTF8.self)
        self.path = path
        lines = SettingLines(text)
        do {
            values = SettingsFile.values(in: try TOMLTable(string: text))
        } catch {
            guard let error = error as? TOMLParseError else {
                throw SettingError(.file(path: path, line: nil), "\(error)", "correct it")
            }
            throw SettingError(.file(path: path, line: error.source.begin.line), error.description, "correct this line")
        }
    }

    /// Where a key's value, or a section, is said.
    func source(of path: String) -> SettingSource { .file(path: self.path, line: lines[path]) }

    /// The values of the base section and of the sections; what lies deeper is one value that no key has.
    private static func values(in table: TOMLTable) -> [(path: String, value: SettingValue)] {
        var values: [(path: String, value: SettingValue)] = []
        // The keys one by one: TOMLKit's own iterator does not expect keys that C would cut.
        for key in table.keys {
            guard let value = table[key] else { continue }
            guard let section = value.table else {
                values.append((key, SettingsFile.value(value)))
                continue
            }
            if section.isEmpty { values.append((key, .other("a section"))) }
            for inner in section.keys {
                guard let value = section[inner] else { continue }
                values.append(("\(key).\(inner)", SettingsFile.value(value)))
            }
        }
        return values
    }

    private static func value(_ value: any TOMLValueConvertible) -> SettingValue {
        switch value.type {
        case .string: value.string.map { .text($0) } ?? .other("a text")
        case .int: value.int.map { .integer($0) } ?? .other("a number")
        case .bool: value.bool.map { .boolean($0) } ?? .other("a truth value")
        case .array: value.array.map { array in .list((0..<array.count).map { SettingsFile.value(array[$0]) }) } ?? .other("a list")
        case .double: .other("a number with a fraction")
        case .date, .time, .dateTime: .other("a time")
        case .table: .other("a section")
        }
    }
}
