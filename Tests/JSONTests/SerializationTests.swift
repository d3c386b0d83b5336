import JSON
import Testing
import Wire

@Suite struct SerializationTests {
    /// What Go's `encoding/json` (1.22) makes of each byte below 0x80 that does not stand for itself.
    private static let escapes: [UInt8: String] = {
        var table: [UInt8: String] = [
            0x08: #"\b"#, 0x09: #"\t"#, 0x0A: #"\n"#, 0x0C: #"\f"#, 0x0D: #"\r"#, 0x22: #"\""#, 0x26: #"\u0026"#,
            0x3C: #"\u003c"#, 0x3E: #"\u003e"#, 0x5C: #"\\"#,
        ]
        let digits = Array("0123456789abcdef")
        for byte in UInt8(0)..<0x20 where table[byte] == nil {
            table[byte] = #"\u00"# + String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
        }
        return table
    }()

    @Test("Every ASCII character is escaped as Go escapes it", arguments: UInt8(0)..<0x80)
    func ascii(byte: UInt8) throws {
        let expected = SerializationTests.escapes[byte] ?? String(Unicode.Scalar(byte))
        #expect(written(.string(ByteString([byte]))) == "\"\(expected)\"")
        #expect(written(.members((ByteString([byte]), .null))) == "{\"\(expected)\":null}")
        #expect(try parsed("\"\(expected)\"") == .string(ByteString([byte])))
    }

    @Test(
        "Characters beyond ASCII stand for themselves, except those that end a line in JavaScript",
        arguments: [
            ("é€😀", "é€😀"), ("\u{80}", "\u{80}"), ("\u{FFFD}", "\u{FFFD}"), ("\u{2027}", "\u{2027}"),
            ("a\u{2028}b", #"a\u2028b"#), ("\u{2029}", #"\u2029"#), ("\u{202A}", "\u{202A}"),
            ("<script>&", #"\u003cscript\u003e\u0026"#), ("a/b", "a/b"), ("\u{7F}", "\u{7F}"),
        ])
    func unicode(text: String, expected: String) {
        #expect(written(.text(text)) == "\"\(expected)\"")
    }

    @Test(
        "Each byte that is not UTF-8 becomes the escape of U+FFFD",
        arguments: [
            ([0xFF], #"\ufffd"#), ([0x61, 0x80, 0x62], #"a\ufffdb"#), ([0xE2, 0x80], #"\ufffd\ufffd"#),
            ([0xED, 0xA0, 0x80], #"\ufffd\ufffd\ufffd"#), ([0xC3, 0x28], #"\ufffd("#),
        ] as [([UInt8], String)])
    func invalidUTF8(bytes: [UInt8], expected: String) {
        #expect(written(.string(ByteString(bytes))) == "\"\(expected)\"")
    }

    @Test("The compact text has no white space and keeps the order of members")
    func compact() {
        let value = JSONValue.members(
            ("b", .array([.null, .bool(true), .bool(false)])), ("a", .members()), ("c", .array([])))
        #expect(written(value) == #"{"b":[null,true,false],"a":{},"c":[]}"#)
        #expect(value.description == written(value))
    }

    @Test("The indented text is that of Go's MarshalIndent with two spaces")
    func indented() {
        let value = JSONValue.members(
            ("address", .hex([0xAB])),
            ("list", .array([.decimal(1), .array([]), .members(), .array([.null])])),
            ("nested", .members(("colon: {[,]}", .text(#"a "quoted": {[,]}"#)))),
            ("app_state", .raw(Array(#"{"k": [1,  2]}"#.utf8))))
        let expected = #"""
            {
              "address": "AB",
              "list": [
                "1",
                [],
                {},
                [
                  null
                ]
              ],
              "nested": {
                "colon: {[,]}": "a \"quoted\": {[,]}"
              },
              "app_state": {
                "k": [
                  1,
                  2
                ]
              }
            }
            """#
        #expect(String(decoding: value.indented(), as: UTF8.self) == expected)
    }

    @Test("The indent can be a tab, as in the address book")
    func indentedByTabs() throws {
        let text = try parsed(#"{"key":"a","addrs":[{}]}"#).indented(by: "\t")
        #expect(String(decoding: text, as: UTF8.self) == "{\n\t\"key\": \"a\",\n\t\"addrs\": [\n\t\t{}\n\t]\n}")
    }

    @Test("A value alone is indented as it is", arguments: ["null", "12", #""a""#, "[]", "{}"])
    func indentedScalar(text: String) throws {
        #expect(try parsed(text).indented() == Array(text.utf8))
    }

    @Test("Indenting and compacting again gives the same text", arguments: [#"{"a":[1,{"b":"x\\\" ]"}],"c":[[],{}]}"#])
    func roundTrip(text: String) throws {
        #expect(JSONText.compacted(try parsed(text).indented()) == Array(text.utf8))
    }

    @Test("Brackets without a partner do not stop the indenting")
    func unbalanced() {
        #expect(JSONText.indented(Array("]]1".utf8)).isEmpty == false)
        #expect(JSONText.compacted(Array("\"a ".utf8)) == Array("\"a ".utf8))
    }

    @Test("A list can be written element by element")
    func streaming() {
        var writer = JSONWriter(capacity: 16)
        writer.append(verbatim: "[")
        writer.append(.decimal(1))
        writer.append(verbatim: ",")
        writer.append(ByteString("a<"))
        writer.append(verbatim: "]")
        #expect(writer.bytes == Array(#"["1","a\u003c"]"#.utf8))
    }
}
