import JSON
import Testing
import Wire

@Suite struct WritingTests {
    private struct Height: JSONEncodable {
        let number: Int64
        var json: JSONValue { .decimal(number) }
    }

    @Test(
        "CometBFT's forms of values",
        arguments: [
            (.decimal(Int64.min), #""-9223372036854775808""#),
            (.decimal(UInt64.max), #""18446744073709551615""#),
            (.integer(Int32(-1)), "-1"),
            (.integer(UInt32.max), "4294967295"),
            (.text("a"), #""a""#),
            (.base64([1, 2, 3]), #""AQID""#),
            (.base64([0xFF, 0xFF]), #""//8=""#),
            (.base64([]), #""""#),
            (.base64(nil), "null"),
            (.hex([0xAB, 0x0C]), #""AB0C""#),
            (.hex([]), #""""#),
            (.members(("a", .null), ("b", .bool(true))), #"{"a":null,"b":true}"#),
            (.members(leavingOutNil: ("a", nil), ("b", .null), ("c", .text(""))), #"{"b":null,"c":""}"#),
            (.tagged("tendermint/PubKeyEd25519", .base64([1])), #"{"type":"tendermint/PubKeyEd25519","value":"AQ=="}"#),
            (.array(of: [Height(number: 1), Height(number: 2)]), #"["1","2"]"#),
            (.array(of: [Height]()), "[]"),
            (.arrayOrNull(of: [Height]()), "null"),
            (.arrayOrNull(of: [Height(number: 3)]), #"["3"]"#),
            (Height?.none.json, "null"),
            (Height?.some(Height(number: 4)).json, #""4""#),
        ] as [(JSONValue, String)])
    func forms(value: JSONValue, text: String) {
        #expect(written(value) == text)
    }
}
