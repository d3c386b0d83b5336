import JSON
import Testing

@Suite struct ComparisonTests {
    @Test(
        "Values that mean the same are equivalent",
        arguments: [
            (#"{"a":1,"b":[true,null]}"#, #"{"b":[true,null],"a":1}"#),
            (#"{"a":1,"a":2}"#, #"{"a":2}"#),
            (#"{"a":{"c":1,"b":2}}"#, #"{"a":{"b":2,"c":1}}"#),
            (#""\u0041""#, #""A""#),
        ])
    func equivalent(left: String, right: String) throws {
        #expect(try parsed(left).isEquivalent(to: parsed(right)))
        #expect(try parsed(right).isEquivalent(to: parsed(left)))
        #expect(try parsed(left) != parsed(right) || left.contains("u0041"))
    }

    @Test(
        "The first difference is named with its path and both sides",
        arguments: [
            ("1", "2", "", "1", "2"),
            ("1", "1.0", "", "1", "1.0"),
            (#""1""#, "1", "", #""1""#, "1"),
            (#"{"a":1}"#, #"{"a":2}"#, "a", "1", "2"),
            (#"{"a":1}"#, "{}", "a", "1", nil),
            ("{}", #"{"a":null}"#, "a", nil, "null"),
            ("[1,2]", "[1]", "[1]", "2", nil),
            ("[1]", "[1,2]", "[1]", nil, "2"),
            ("[[0],[0]]", "[[0],[1]]", "[1][0]", "0", "1"),
            (
                #"{"validators":[{"x":0},{"power":"1","key":{"value":[]}}]}"#,
                #"{"validators":[{"x":0},{"key":{"value":{}},"power":"1"}]}"#,
                "validators[1].key.value", "[]", "{}"
            ),
            (#"{"b":1,"a":1}"#, #"{"a":2,"b":2}"#, "b", "1", "2"),
            (#"{"a":[]}"#, #"{"a":null}"#, "a", "[]", "null"),
        ] as [(String, String, String, String?, String?)])
    func difference(expected: String, actual: String, path: String, left: String?, right: String?) throws {
        let difference = try parsed(actual).firstDifference(from: parsed(expected))
        #expect(difference == JSONDifference(path: path, expected: left, actual: right))
        #expect(try !parsed(actual).isEquivalent(to: parsed(expected)))
    }

    @Test("A raw text is compared as what it says")
    func raw() throws {
        let raw = JSONValue.raw(Array(#"{"b":1, "a":2}"#.utf8))
        #expect(try raw.isEquivalent(to: parsed(#"{"a":2,"b":1}"#)))
        #expect(try parsed(#"{"a":2,"b":1}"#).isEquivalent(to: raw))
        #expect(raw.isEquivalent(to: raw))
        let broken = JSONValue.raw([UInt8(ascii: "{")])
        #expect(broken.isEquivalent(to: broken))
        #expect(!broken.isEquivalent(to: .null))
        #expect(!JSONValue.null.isEquivalent(to: broken))
    }

    @Test("A difference reads as a sentence")
    func description() throws {
        let difference = try parsed(#"{"a":"x"}"#).firstDifference(from: parsed(#"{"a":1}"#))
        #expect(difference?.description == #"a: expected 1, found "x""#)
        let missing = try parsed("null").firstDifference(from: parsed("1"))
        #expect(missing?.description == "expected 1, found null")
    }
}
