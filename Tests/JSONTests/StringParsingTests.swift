import JSON
import Testing
import Wire

@Suite struct StringParsingTests {
    @Test(
        "Escapes stand for their characters",
        arguments: [
            (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{C}\n\r\t"),
            (#"\u0041\u00e9\u20AC"#, "Aé€"),
            (#"\u0000"#, "\u{0}"),
            (#"\ud83d\ude00"#, "😀"),
            (#"\uD83D\uDE00"#, "😀"),
            (#"\udbff\udfff"#, "\u{10FFFF}"),
            (#"a\u003cb"#, "a<b"),
            ("é€😀\u{7F}\u{2028}", "é€😀\u{7F}\u{2028}"),
        ])
    func escapes(literal: String, text: String) throws {
        #expect(try parsed("\"\(literal)\"") == .text(text))
    }

    @Test(
        "A surrogate without its partner is U+FFFD, and what follows it stays",
        arguments: [
            (#"\ud800"#, "\u{FFFD}"),
            (#"\udc00"#, "\u{FFFD}"),
            (#"\ud800x"#, "\u{FFFD}x"),
            (#"\ud800\u0041"#, "\u{FFFD}A"),
            (#"\ud800\n"#, "\u{FFFD}\n"),
            (#"\ud800\\u0041"#, "\u{FFFD}\\u0041"),
            (#"\ud800\ud800"#, "\u{FFFD}\u{FFFD}"),
            (#"\ud800\ud83d\ude00"#, "\u{FFFD}😀"),
            (#"\ude00\ud83d"#, "\u{FFFD}\u{FFFD}"),
        ])
    func surrogates(literal: String, text: String) throws {
        #expect(try parsed("\"\(literal)\"") == .text(text))
    }

    @Test(
        "Each byte that is not UTF-8 is U+FFFD",
        arguments: [
            ([0xFF], 1),  // never in UTF-8
            ([0x80], 1),  // a continuation without a beginning
            ([0xC0, 0x80], 2),  // an overlong NUL
            ([0xC1, 0xBF], 2),
            ([0xC3], 1),  // cut off after one of two bytes
            ([0xE2, 0x82], 2),  // cut off after two of three bytes
            ([0xE0, 0x9F, 0xBF], 3),  // overlong
            ([0xED, 0xA0, 0x80], 3),  // a surrogate
            ([0xF0, 0x9F, 0x98], 3),  // cut off after three of four bytes
            ([0xF0, 0x8F, 0xBF, 0xBF], 4),  // overlong
            ([0xF4, 0x90, 0x80, 0x80], 4),  // beyond U+10FFFF
            ([0xF5, 0x80, 0x80, 0x80], 4),
        ] as [([UInt8], Int)])
    func invalidUTF8(bytes: [UInt8], replacements: Int) throws {
        let quote = UInt8(ascii: "\"")
        let expected = String(repeating: "\u{FFFD}", count: replacements)
        #expect(try JSONValue(parsing: [quote] + bytes + [quote]) == .text(expected))
        let framed = Array("\"a".utf8) + bytes + Array("z\"".utf8)
        #expect(try JSONValue(parsing: framed) == .text("a\(expected)z"))
    }

    @Test("Invalid UTF-8 in a name is replaced too")
    func invalidName() throws {
        let value = try JSONValue(parsing: Array("{\"".utf8) + [0xFF] + Array("\":1}".utf8))
        #expect(value == .members(("\u{FFFD}", .integer(1))))
    }
}
