import RPC
import Testing

@Suite("Arguments in JSON")
struct JSONArgumentTests {
    private let dispatcher: RPCDispatcher

    init() throws {
        dispatcher = RPCDispatcher(view: try StubNode())
    }

    /// A method, its `params`, and the words of the error.
    struct Case: Sendable, CustomTestStringConvertible {
        let method: String
        let parameters: String
        let reason: String

        init(_ method: String, _ parameters: String, _ reason: String) {
            self.method = method
            self.parameters = parameters
            self.reason = reason
        }

        var testDescription: String { "\(method) \(parameters)" }
    }

    @Test(
        "Arguments that cannot be read are invalid params with status 200",
        arguments: [
            Case("block", #"{"height":"abc"}"#, "invalid character 'a' looking for beginning of value"),
            Case("block", #"{"height":3}"#, #"invalid 64-bit integer encoding \"3\", expected string"#),
            Case("block", #"{"height": [ 1 ]}"#, #"invalid 64-bit integer encoding \"[ 1 ]\", expected string"#),
            Case("block", #"{"height":""}"#, "unexpected end of JSON input"),
            Case("block", #"{"height":"1 2"}"#, "invalid character '2' after top-level value"),
            Case("block", "[3,4]", "expected 1 parameters ([height]), got 2 ([[51] [52]])"),
            Case("block", "[]", "expected 1 parameters ([height]), got 0 ([])"),
            Case("status", "[1]", "expected 0 parameters ([]), got 1 ([[49]])"),
            Case("tx", #"["AA=="]"#, #"expected 2 parameters ([hash prove]), got 1 ([[34 65 65 61 61 34]])"#),
            Case(
                "block", #""x""#,
                "unknown type for JSON params: json: cannot unmarshal string into Go value of type []json.RawMessage. "
                    + "Expected map or array"),
            Case(
                "block", "true",
                "unknown type for JSON params: json: cannot unmarshal bool into Go value of type []json.RawMessage. "
                    + "Expected map or array"),
            Case("check_tx", #"{"tx":"!!"}"#, "illegal base64 data at input byte 0"),
            Case("check_tx", #"{"tx":5}"#, "json: cannot unmarshal number into Go value of type types.Tx"),
            Case("tx", #"{"hash":{}}"#, "json: cannot unmarshal object into Go value of type []uint8"),
            Case("tx", #"{"hash":"","prove":"true"}"#, "json: cannot unmarshal string into Go value of type bool"),
            Case("header_by_hash", #"{"hash":"mhpW"}"#, "encoding/hex: invalid byte: U+006D 'm'"),
            Case("abci_query", #"{"data":[1,2]}"#, "invalid hex string: [1,2]"),
            Case("abci_query", #"{"path":5}"#, "json: cannot unmarshal number into Go value of type string"),
            Case("validators", #"{"page":2}"#, #"invalid 64-bit integer encoding \"2\", expected string"#),
            Case("broadcast_evidence", #"{"evidence":{"type":"x"}}"#, "interface value cannot be empty"),
            Case("broadcast_evidence", #"{"evidence":{"type":"x","value":1}}"#, #"unknown type \"x\""#),
        ])
    func unreadable(_ given: Case) async {
        let answer = await dispatcher.post(#"{"id":1,"method":"\#(given.method)","params":\#(given.parameters)}"#)
        #expect(answer.status == 200)
        #expect(!answer.isCacheable)
        #expect(
            answer.body
                == #"{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"Invalid params","data":"error converting "#
                + "json params to arguments: \(given.reason)\"}}")
    }

    @Test(
        "An object and an array give the same arguments; null and absence give none",
        arguments: [
            (#"{"path":"/a","data":"6162","height":"7","prove":true}"#, "/a YWI= 7 -1"),
            (#"["/a","6162","7",true]"#, "/a YWI= 7 -1"),
            (
                #" { "prove" : true , "height":" 7 ", "data":"6162","path":"\/a", "other": [1,{"a":"]"}] } "#,
                "/a YWI= 7 -1"
            ),
            (#"{"path":"x","path":"/a","data":null,"height":null}"#, "/a null 0 0"),
            (#"["/a",null,null,null]"#, "/a null 0 0"),
            (#"{"Path":"/a"}"#, " null 0 0"),
            ("null", " null 0 0"),
            ("{}", " null 0 0"),
        ])
    func readable(parameters: String, expected: String) async {
        let answer = await dispatcher.post(#"{"id":1,"method":"abci_query","params":\#(parameters)}"#)
        let parts = expected.split(separator: " ", omittingEmptySubsequences: false)
        let key = parts[1] == "null" ? "null" : "\"\(parts[1])\""
        #expect(
            answer.body
                == #"{"jsonrpc":"2.0","id":1,"result":{"response":{"code":0,"log":"\#(parts[0])","info":"","#
                + #""index":"\#(parts[3])","key":\#(key),"value":null,"proofOps":null,"height":"\#(parts[2])","#
                + #""codespace":""}}}"#)
    }

    @Test("Without params a method that has parameters panics in CometBFT; one that has none does not")
    func withoutParameters() async {
        let answer = await dispatcher.post(#"[{"id":1,"method":"health"},{"id":2,"method":"block"}]"#)
        #expect(answer.status == 500)
        #expect(
            answer.body
                == #"{"jsonrpc":"2.0","id":-1,"error":{"code":-32603,"message":"Internal error","data":"reflect: Call with too few input arguments"}}"#
        )
        #expect(await dispatcher.post(#"{"id":1,"method":"status"}"#).status == 200)
    }

    @Test("Evidence with broken rules is refused before the pool sees it")
    func evidence() async throws {
        let none = await dispatcher.get("/broadcast_evidence")
        #expect(none.status == 500 && none.body.contains("no evidence was provided"))
    }
}
