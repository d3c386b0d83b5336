/// A place in a TOML text, and the words that can stand there.
struct TOMLScanner {
    private let text: [UInt8]
    private var position: Int
    /// The line of the place, counted from 1.
    private(set) var line = 1

    init(_ text: [UInt8]) {
        self.text = text
        // A mark that some editors put before UTF-8.
        position = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// Refuses text that is not UTF-8 or holds control characters, which TOML allows nowhere.
    static func checkCharacters(of text: [UInt8]) throws(TOMLError) {
        var line = 1
        for part in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if String(validating: part, as: UTF8.self) == nil { throw TOMLError(line, "not UTF-8") }
            let content = part.last == UInt8(ascii: "\r") ? part.dropLast() : part
            if let byte = content.first(where: { ($0 < 0x20 && $0 != UInt8(ascii: "\t")) || $0 == 0x7F }) {
                throw TOMLError(line, "a control character, number \(byte)")
            }
            line += 1
        }
    }

    var isAtEnd: Bool { position == text.count }

    /// The next byte; nil at the end.
    var next: UInt8? { position < text.count ? text[position] : nil }

    /// What stands here, for an error.
    var found: String {
        let rest = text[position...].prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        if rest.isEmpty { return isAtEnd ? "the end of the file" : "the end of the line" }
        return "\"\(String(decoding: rest, as: UTF8.self).prefix(20))\""
    }

    func error(_ problem: String) -> TOMLError { TOMLError(line, problem) }

    /// Whether this character came next; if so, it is passed.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        if next != UInt8(ascii: character) { return false }
        position += 1
        return true
    }

    /// Whether these characters came next; if so, they are passed.
    mutating func skip(all characters: StaticString) -> Bool {
        let isNext = characters.withUTF8Buffer { text[position...].starts(with: $0) }
        if isNext { position += characters.utf8CodeUnitCount }
        return isNext
    }

    mutating func skipLineEnd() -> Bool {
        if !skip(all: "\r\n") && !skip("\n") { return false }
        line += 1
        return true
    }

    mutating func skipBlanks() {
        while next == UInt8(ascii: " ") || next == UInt8(ascii: "\t") { position += 1 }
    }

    mutating func skipBlanksAndComment() {
        skipBlanks()
        if next != UInt8(ascii: "#") { return }
        while !isAtEnd && !isAtLineEnd { position += 1 }
    }

    mutating func skipBlanksLinesAndComments() {
        repeat { skipBlanksAndComment() } while skipLineEnd()
    }

    private var isAtLineEnd: Bool {
        if next == UInt8(ascii: "\r") { return position + 1 < text.count && text[position + 1] == UInt8(ascii: "\n") }
        return next == UInt8(ascii: "\n")
    }

    /// The letters, digits, dashes and underscores that stand here: a key without quotes.
    mutating func word() -> String {
        take { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }

    /// The bytes that belong together by this rule.
    mutating func take(_ belongs: (UInt8) -> Bool) -> String {
        let taken = text[position...].prefix(while: belongs)
        position += taken.count
        return String(decoding: taken, as: UTF8.self)
    }

    /// The next byte, which is passed; lines are counted. Nil at the end.
    mutating func takeByte() -> UInt8? {
        guard let byte = next else { return nil }
        position += 1
        if byte == UInt8(ascii: "\n") { line += 1 }
        return byte
    }
}
