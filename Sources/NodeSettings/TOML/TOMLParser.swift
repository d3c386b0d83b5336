/// Reads TOML 1.0 (toml.io/en/v1.0.0) into its keys and values, in the order of the text, each with its line.
///
/// Numbers with a fraction and times are recognised, but not evaluated: no key of ours has one.
struct TOMLParser {
    /// Values inside one another, and keys with dots between, that a text may have: no settings have more than two.
    private static let depthMaximum = 16

    private var scanner: TOMLScanner
    private var entries: [TOMLEntry] = []
    private var names = TOMLNames()
    /// The table that the next keys belong to.
    private var table: [String] = []

    private init(_ scanner: TOMLScanner) {
        self.scanner = scanner
    }

    static func entries(of text: [UInt8]) throws(TOMLError) -> [TOMLEntry] {
        try TOMLScanner.checkCharacters(of: text)
        var parser = TOMLParser(TOMLScanner(text))
        try parser.parse()
        return parser.entries
    }

    private mutating func parse() throws(TOMLError) {
        while true {
            scanner.skipBlanksAndComment()
            if scanner.isAtEnd { return }
            if scanner.skipLineEnd() { continue }
            if scanner.skip("[") {
                try parseTableHead()
            } else {
                try parsePair(in: table, depth: 0)
            }
            scanner.skipBlanksAndComment()
            if !scanner.isAtEnd && !scanner.skipLineEnd() {
                throw scanner.error("\(scanner.found) does not belong behind what the line says")
            }
        }
    }

    private mutating func parseTableHead() throws(TOMLError) {
        let isElement = scanner.skip("[")
        scanner.skipBlanks()
        let line = scanner.line
        table = try parseKey()
        if !scanner.skip("]") || (isElement && !scanner.skip("]")) {
            throw scanner.error("\(scanner.found) stands where the section's name should end with ]")
        }
        if isElement {
            table = ["[\(table.joined(separator: "."))]"]
            names.addElement(of: table)
        } else {
            try names.addTable(table, line)
        }
        entries.append(TOMLEntry(path: table.joined(separator: "."), value: nil, line: line))
    }

    /// Reads `key = value`. The keys of a table in braces become keys of the table around it.
    private mutating func parsePair(in table: [String], depth: Int) throws(TOMLError) {
        let line = scanner.line
        let path = table + (try parseKey())
        if !scanner.skip("=") { throw scanner.error("\(scanner.found) stands where = should be") }
        scanner.skipBlanks()
        if scanner.skip("{") {
            try names.addTable(path, line)
            try parseInlineTable(path, depth: depth + 1)
            return
        }
        try names.addValue(path, line)
        let value = try parseValue(depth: depth)
        entries.append(TOMLEntry(path: path.joined(separator: "."), value: value, line: line))
    }

    private mutating func parseInlineTable(_ path: [String], depth: Int) throws(TOMLError) {
        try checkDepth(depth)
        scanner.skipBlanks()
        if scanner.skip("}") { return }
        while true {
            scanner.skipBlanks()
            try parsePair(in: path, depth: depth)
            scanner.skipBlanks()
            if scanner.skip("}") { return }
            if !scanner.skip(",") { throw scanner.error("\(scanner.found) stands where , or } should be") }
        }
    }

    /// Reads a key and the blanks around it.
    private mutating func parseKey() throws(TOMLError) -> [String] {
        var parts: [String] = []
        repeat {
            scanner.skipBlanks()
            if scanner.next == UInt8(ascii: "\"") || scanner.next == UInt8(ascii: "'") {
                parts.append(try scanner.string(severalLines: false))
            } else {
                let word = scanner.word()
                if word.isEmpty { throw scanner.error("\(scanner.found) stands where a key should be") }
                parts.append(word)
            }
            scanner.skipBlanks()
            try checkDepth(parts.count)
        } while scanner.skip(".")
        return parts
    }

    private mutating func parseValue(depth: Int) throws(TOMLError) -> SettingValue {
        switch scanner.next {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return .text(try scanner.string(severalLines: true))
        case UInt8(ascii: "["): return .list(try parseList(depth: depth + 1))
        case UInt8(ascii: "{"):
            // Inside a list: read for its end, because nobody asks for what is in it.
            var inner = TOMLParser(scanner)
            _ = inner.scanner.skip("{")
            try inner.parseInlineTable([], depth: depth + 1)
            scanner = inner.scanner
            return .other("a section")
        default: return try scanner.scalar()
        }
    }

    private mutating func parseList(depth: Int) throws(TOMLError) -> [SettingValue] {
        try checkDepth(depth)
        _ = scanner.skip("[")
        let line = scanner.line
        var values: [SettingValue] = []
        while true {
            scanner.skipBlanksLinesAndComments()
            if scanner.skip("]") { return values }
            if scanner.isAtEnd { throw TOMLError(line, "a list begins here and does not end") }
            values.append(try parseValue(depth: depth))
            scanner.skipBlanksLinesAndComments()
            if !scanner.skip(",") && scanner.next != UInt8(ascii: "]") && !scanner.isAtEnd {
                throw scanner.error("\(scanner.found) stands where , or ] should be")
            }
        }
    }

    private func checkDepth(_ depth: Int) throws(TOMLError) {
        if depth > TOMLParser.depthMaximum { throw scanner.error("more than \(TOMLParser.depthMaximum) levels") }
    }
}
