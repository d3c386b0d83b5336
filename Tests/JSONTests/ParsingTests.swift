import JSON
import Testing
import Wire

@Suite struct ParsingTests {
    @Test(
        "A text becomes its value",
        arguments: [
            ("null", .null),
            ("true", .bool(true)),
            (" \t\r\n false \n", .bool(false)),
            ("0", .integer(0)),
            ("-12", .integer(-12)),
            (#""a""#, .text("a")),
            (#""""#, .text("")),
            ("[]", .array([])),
            ("[ ]", .array([])),
            ("{}", .members()),
            ("{ }", .members()),
            ("[1,[2],{}]", .array([.integer(1), .array([.integer(2)]), .members()])),
            (
                #"{"b":1,"a":{"c":[null]}}"#,
                .members(("b", .integer(1)), ("a", .members(("c", .array([.null])))))
            ),
            (#"{"":""}"#, .members(("", .text("")))),
        ] as [(String, JSONValue)])
    func value(text: String, value: JSONValue) throws {
        #expect(try parsed(text) == value)
    }

    @Test(
        "A text that is not JSON is refused in Go's words",
        arguments: [
            ("", "unexpected end of JSON input"),
            ("  ", "unexpected end of JSON input"),
            ("nul", "invalid character ' ' in literal null (expecting 'l')"),
            ("nulL", "invalid character 'L' in literal null (expecting 'l')"),
            ("trve", "invalid character 'v' in literal true (expecting 'u')"),
            ("True", "invalid character 'T' looking for beginning of value"),
            ("fals3", "invalid character '3' in literal false (expecting 'e')"),
            ("truefalse", "invalid character 'f' after top-level value"),
            ("1 2", "invalid character '2' after top-level value"),
            ("{} }", "invalid character '}' after top-level value"),
            ("NaN", "invalid character 'N' looking for beginning of value"),
            ("+1", "invalid character '+' looking for beginning of value"),
            (".5", "invalid character '.' looking for beginning of value"),
            ("-", "invalid character ' ' in numeric literal"),
            ("-a", "invalid character 'a' in numeric literal"),
            ("--1", "invalid character '-' in numeric literal"),
            ("01", "invalid character '1' after top-level value"),
            ("-01", "invalid character '1' after top-level value"),
            ("[01]", "invalid character '1' after array element"),
            ("1.", "invalid character ' ' after decimal point in numeric literal"),
            ("1.e1", "invalid character 'e' after decimal point in numeric literal"),
            ("1e", "invalid character ' ' in exponent of numeric literal"),
            ("1e+", "invalid character ' ' in exponent of numeric literal"),
            ("1e+-1", "invalid character '-' in exponent of numeric literal"),
            ("0x1", "invalid character 'x' after top-level value"),
            ("[", "unexpected end of JSON input"),
            ("[1", "unexpected end of JSON input"),
            ("[1,", "unexpected end of JSON input"),
            ("[1,]", "invalid character ']' looking for beginning of value"),
            ("[,]", "invalid character ',' looking for beginning of value"),
            ("[1 2]", "invalid character '2' after array element"),
            ("[1}", "invalid character '}' after array element"),
            ("]", "invalid character ']' looking for beginning of value"),
            ("{", "unexpected end of JSON input"),
            (#"{"a""#, "unexpected end of JSON input"),
            (#"{"a":"#, "unexpected end of JSON input"),
            (#"{"a":1"#, "unexpected end of JSON input"),
            (#"{"a":1,"#, "unexpected end of JSON input"),
            (#"{"a":1,}"#, "invalid character '}' looking for beginning of object key string"),
            (#"{"a" 1}"#, "invalid character '1' after object key"),
            (#"{"a":}"#, "invalid character '}' looking for beginning of value"),
            (#"{"a":1]"#, "invalid character ']' after object key:value pair"),
            (#"{"a":1 "b":2}"#, #"invalid character '"' after object key:value pair"#),
            ("{1:2}", "invalid character '1' looking for beginning of object key string"),
            ("{a:2}", "invalid character 'a' looking for beginning of object key string"),
            ("{,}", "invalid character ',' looking for beginning of object key string"),
            ("'a'", #"invalid character '\'' looking for beginning of value"#),
            ("\\", #"invalid character '\\' looking for beginning of value"#),
            ("// no", "invalid character '/' looking for beginning of value"),
            ("\u{FEFF}1", "invalid character 'ï' looking for beginning of value"),
            ("\u{A0}1", "invalid character 'Â' looking for beginning of value"),
            ("\u{0B}1", #"invalid character '\v' looking for beginning of value"#),
            ("1\u{0}", #"invalid character '\x00' after top-level value"#),
            (#"""#, "unexpected end of JSON input"),
            (#""a"#, "unexpected end of JSON input"),
            (#""\"#, "invalid character ' ' in string escape code"),
            (#""\""#, "unexpected end of JSON input"),
            (#""\'""#, #"invalid character '\'' in string escape code"#),
            (#""\x41""#, "invalid character 'x' in string escape code"),
            (#""\u12"#, #"invalid character ' ' in \u hexadecimal character escape"#),
            (#""\u12g4""#, #"invalid character 'g' in \u hexadecimal character escape"#),
            (#""\u12""#, #"invalid character '"' in \u hexadecimal character escape"#),
            (#""\U0041""#, "invalid character 'U' in string escape code"),
            ("\"a\nb\"", #"invalid character '\n' in string literal"#),
            ("\"\t\"", #"invalid character '\t' in string literal"#),
            ("\"\u{1F}\"", #"invalid character '\x1f' in string literal"#),
        ])
    func refused(text: String, error: String) {
        #expect(refusal(text) == error)
    }

    @Test("A byte beyond ASCII is named as the Latin character of its number")
    func highByte() {
        #expect(refusal([0xFF]) == "invalid character 'ÿ' looking for beginning of value")
        #expect(refusal([0x80]) == #"invalid character '\u0080' looking for beginning of value"#)
        #expect(refusal([0xAD]) == #"invalid character '\u00ad' looking for beginning of value"#)
        #expect(refusal([0x7F]) == #"invalid character '\x7f' looking for beginning of value"#)
    }

    @Test("Members keep their order, and the last of a repeated name is the one that is found")
    func repeatedNames() throws {
        guard case .object(let object) = try parsed(#"{"a":1,"b":2,"a":3}"#) else {
            Issue.record("not an object")
            return
        }
        #expect(object.members.map(\.key) == ["a", "b", "a"])
        #expect(object["a"] == .integer(3))
        #expect(object["c"] == nil)
        #expect(written(.object(object)) == #"{"a":1,"b":2,"a":3}"#)
    }

    @Test("Names are compared by bytes, not as canonically equivalent text")
    func canonicalEquivalence() throws {
        let value = try parsed("{\"\u{E9}\":1,\"e\u{301}\":2}")
        let reader = JSONReader(value)
        #expect(try reader["\u{E9}"].int32() == 1)
        #expect(try reader[ByteString("e\u{301}")].int32() == 2)
    }
}
