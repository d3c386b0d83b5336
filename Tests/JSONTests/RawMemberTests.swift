import JSON
import Testing
import Wire

@Suite struct RawMemberTests {
    private func raw(_ text: String) throws(JSONError) -> String? {
        let value = try JSONValue(parsing: Array(text.utf8), rawMembers: ["app_state"])
        guard case .object(let object) = value, case .raw(let bytes) = object["app_state"] else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(
        "A raw member keeps its bytes but for white space between tokens",
        arguments: [
            (#"{"a":1}"#, #"{"a":1}"#),
            (" {\n\t\"b\" : [ 1 , 2.0 , \"a b\\n\" ] ,\r\n \"a\" : { } } ", #"{"b":[1,2.0,"a b\n"],"a":{}}"#),
            (#" "a \" b \\" "#, #""a \" b \\""#),
            (" 1.50e+02 ", "1.50e+02"),
            ("null", "null"),
            ("true", "true"),
            ("[ [ ] ]", "[[]]"),
            (#""<\u0041\/é""#, #""<\u0041\/é""#),
        ])
    func compacted(member: String, bytes: String) throws {
        #expect(try raw(#"{"chain_id":"x","app_state":\#(member),"z":0}"#) == bytes)
        #expect(try raw(#"{"app_state":\#(member)}"#) == bytes)
    }

    @Test("A raw member can be kept with its white space", arguments: ["{ \"a\" :\n[ ] }", "1", "\" \""])
    func uncompacted(member: String) throws {
        let value = try JSONValue(
            parsing: Array("{\"app_state\": \(member) , \"b\":0}".utf8), rawMembers: ["app_state"],
            compactsRawMembers: false)
        #expect(value == .members(("app_state", .raw(Array(member.utf8))), ("b", .integer(0))))
    }

    @Test("What stands around a raw member is read as ever")
    func surroundings() throws {
        let text = #"{"a":[1],"app_state":{"x":[{"y":[]}]},"b":{"app_state":{"x":1}}}"#
        let value = try JSONValue(parsing: Array(text.utf8), rawMembers: ["app_state"])
        let state = Array(#"{"x":[{"y":[]}]}"#.utf8)
        #expect(
            value
                == .members(
                    ("a", .array([.integer(1)])), ("app_state", .raw(state)),
                    ("b", .members(("app_state", .members(("x", .integer(1))))))))
        #expect(written(value) == text)
    }

    @Test("Only members of the outermost object are raw")
    func topLevelOnly() throws {
        let text = Array(#"[{"app_state":1}]"#.utf8)
        let value = try JSONValue(parsing: text, rawMembers: ["app_state"])
        #expect(value == .array([.members(("app_state", .integer(1)))]))
    }

    @Test(
        "A raw member must be JSON",
        arguments: [
            ("", "unexpected end of JSON input"),
            ("}", "invalid character '}' looking for beginning of value"),
            ("[1,]}", "invalid character ']' looking for beginning of value"),
            ("{\"a\" 1}}", "invalid character '1' after object key"),
            ("nil}", "invalid character 'i' in literal null (expecting 'u')"),
            ("1 2}", "invalid character '2' after object key:value pair"),
        ])
    func mustBeJSON(rest: String, error: String) {
        #expect(throws: JSONError(error)) {
            try JSONValue(parsing: Array((#"{"app_state":"# + rest).utf8), rawMembers: ["app_state"])
        }
    }

    @Test("Inside a raw member, Go's own bound on nesting holds")
    func depth() throws {
        func document(_ depth: Int) -> String {
            #"{"app_state":"# + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}"
        }
        // The object around the member is one of the 10,000.
        #expect(try raw(document(9_999))?.utf8.count == 19_998)
        #expect(throws: JSONError("invalid character '[' exceeded max depth")) { try raw(document(10_000)) }
    }

    @Test("Raw bytes are written as they stand")
    func verbatim() {
        #expect(written(.members(("a", .raw(Array("<{ }>".utf8))))) == #"{"a":<{ }>}"#)
    }

    @Test("The escapes that Go gives a raw message when it writes one")
    func escapedForHTML() {
        let text = Array(#"{"a<":"b>&é\#u{2028}\#u{2029}\#u{202A}"}"#.utf8)
        let expected = #"{"a\u003c":"b\u003e\u0026é\u2028\u2029\#u{202A}"}"#
        #expect(JSONText.escapedForHTML(text) == Array(expected.utf8))
    }
}
