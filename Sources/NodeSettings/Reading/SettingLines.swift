/// The lines of a file on which its keys stand, for errors: found by their looks, because the TOML parser does not tell.
struct SettingLines {
    private var numbers: [String: Int] = [:]

    init(_ text: String) {
        var section = ""
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let line = line.drop { SettingLines.isBlank($0) }
            if line.first == UInt8(ascii: "[") {
                guard let end = line.firstIndex(of: UInt8(ascii: "]")) else { continue }
                section = SettingLines.name(line[line.index(after: line.startIndex)..<end])
                note(section, index)
            } else if let equals = line.firstIndex(of: UInt8(ascii: "=")), line.first != UInt8(ascii: "#") {
                let key = SettingLines.name(line[..<equals])
                note(section.isEmpty ? key : "\(section).\(key)", index)
            }
        }
    }

    /// The line, counted from 1, of the key or section with this path.
    subscript(path: String) -> Int? { numbers[path] }

    private mutating func note(_ path: String, _ index: Int) {
        if numbers[path] == nil { numbers[path] = index + 1 }
    }

    private static func name(_ text: Substring.UTF8View) -> String {
        let quotesAndBlanks: (UInt8) -> Bool = { byte in
            isBlank(byte) || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "[")
        }
        return String(decoding: text.filter { !quotesAndBlanks($0) }, as: UTF8.self)
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
}
