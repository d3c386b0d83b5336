import RPC
import Testing

@Suite("JSON-RPC requests")
struct JSONRequestTests {
    private let dispatcher: RPCDispatcher

    init() throws {
        dispatcher = RPCDispatcher(view: try StubNode())
    }

    private static let goType =
        #"struct { JSONRPC string \"json:\\\"jsonrpc\\\"\"; ID interface {} \"json:\\\"id,omitempty\\\"\"; "#
        + #"Method string \"json:\\\"method\\\"\"; Params json.RawMessage \"json:\\\"params\\\"\" }"#

    @Test(
        "A body that is no request is a parse error with status 500 and no id",
        arguments: [
            ("{bad", "invalid character 'b' looking for beginning of object key string"),
            (#"{"id":7,"method":"health"} trailing"#, "invalid character 't' after top-level value"),
            ("{", "unexpected end of JSON input"),
            (#""x""#, "json: cannot unmarshal string into Go value of type \(goType)"),
            ("5", "json: cannot unmarshal number into Go value of type \(goType)"),
            ("true", "json: cannot unmarshal bool into Go value of type \(goType)"),
            ("[1,2]", "json: cannot unmarshal array into Go value of type \(goType)"),
            (
                #"[{"id":1,"method":"health"},{"id":[]}]"#,
                "json: cannot unmarshal array into Go value of type \(goType)"
            ),
            (#"{"id":1,"method":5}"#, "json: cannot unmarshal number into Go struct field .method of type string"),
            (#"{"id":1,"jsonrpc":[]}"#, "json: cannot unmarshal array into Go struct field .jsonrpc of type string"),
            (#"{"id":{}}"#, "json-rpc ID (map[]) is of unknown type (map[string]interface {})"),
            (#"{"id":true}"#, "json-rpc ID (true) is of unknown type (bool)"),
            (
                #"{"id":{"b":[1,2.5,1234567,0.00001,null],"a":"x"}}"#,
                #"json-rpc ID (map[a:x b:[1 2.5 1.234567e+06 1e-05 \u003cnil\u003e]]) is of unknown type (map[string]interface {})"#
            ),
            (
                #"{"id":1e400}"#,
                "json: cannot unmarshal number 1e400 into Go struct field .id of type float64"
            ),
        ])
    func unreadable(body: String, reason: String) async {
        let answer = await dispatcher.post(body)
        #expect(answer.status == 500)
        #expect(
            answer.body
                == #"{"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error. Invalid JSON","data":"error "#
                + "unmarshaling request: \(reason)\"}}")
    }

    @Test(
        "An id comes back as CometBFT reads it: text as text, numbers without their fractions",
        arguments: [
            ("1", "1"), ("-1", "-1"), ("0", "0"), ("1.5", "1"), ("-1.5", "-1"), ("1e3", "1000"),
            ("9007199254740993", "9007199254740992"), ("1e30", "-9223372036854775808"),
            ("\"abc\"", "\"abc\""), ("\"\"", "\"\""), (#""a<\"\u0041\n""#, #""a\u003c\"A\n""#),
        ])
    func ids(id: String, shown: String) async {
        let answer = await dispatcher.post(#"{"jsonrpc":"2.0","id":\#(id),"method":"health"}"#)
        #expect(answer.status == 200)
        #expect(answer.body == #"{"jsonrpc":"2.0","id":\#(shown),"result":{}}"#)
    }

    @Test(
        "Notifications and empty batches are answered with nothing",
        arguments: [
            "[]", "{}", "null", "[null]", #"{"method":"status"}"#, #"{"id":null,"method":"status"}"#,
            #"[{"method":"nosuch"},{"method":"health","params":5}]"#,
        ])
    func silence(body: String) async {
        let answer = await dispatcher.post(body)
        #expect(answer.status == 200 && answer.body.isEmpty && answer.headers.isEmpty)
    }

    @Test("What the request says of the version and besides is passed over; names may be in any case")
    func leniency() async {
        for body in [
            #"{"jsonrpc":"1.0","id":1,"method":"health"}"#, #"{"id":1,"method":"health","params":{},"extra":1}"#,
            #"{"ID":1,"Method":"health","JSONRPC":null,"PARAMS":[]}"#,
            #"{"id":2,"method":"x","id":1,"method":"health"}"#,
        ] {
            #expect(await dispatcher.post(body).body == #"{"jsonrpc":"2.0","id":1,"result":{}}"#)
        }
        let plain = await dispatcher.post(#"{"id":1,"method":"health"}"#, contentType: nil)
        #expect(plain.body == #"{"jsonrpc":"2.0","id":1,"result":{}}"#)
    }

    @Test(
        "Unknown methods, and those of WebSockets, are not found",
        arguments: [#""nosuch""#, #""""#, #""subscribe""#, #""unsubscribe_all""#, #""dial_seeds""#])
    func unknown(method: String) async {
        let answer = await dispatcher.post(#"{"id":1,"method":\#(method),"params":{"query":"x"}}"#)
        #expect(answer.status == 200)
        #expect(answer.body == #"{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}}"#)
    }

    @Test("A batch is answered in its order, without its notifications")
    func batch() async {
        let answer = await dispatcher.post(
            #"[{"id":1,"method":"health"},{"id":"b","method":"nosuch"},{"method":"health"},{"id":3,"method":"check_tx","params":["YQ=="]}]"#
        )
        #expect(
            answer.body == #"[{"jsonrpc":"2.0","id":1,"result":{}},"#
                + #"{"jsonrpc":"2.0","id":"b","error":{"code":-32601,"message":"Method not found"}},"#
                + #"{"jsonrpc":"2.0","id":3,"result":{"code":0,"data":"YQ==","log":"","info":"","gas_wanted":"0","#
                + #""gas_used":"0","events":[],"codespace":""}}]"#)
    }

    @Test("The answer to a batch of one is no array")
    func single() async {
        #expect(
            await dispatcher.post(#"[{"id":1,"method":"health"}]"#).body == #"{"jsonrpc":"2.0","id":1,"result":{}}"#)
    }

    @Test("A batch of more than ten is refused, wherever it is sent; notifications count")
    func longBatch() async {
        func batch(_ count: Int) -> String {
            "[" + Array(repeating: #"{"method":"health"}"#, count: count).joined(separator: ",") + "]"
        }
        let refusal =
            #"{"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid Request","data":"batch request exceeds maximum (10) allowed number of requests"}}"#
        #expect(await dispatcher.post(batch(10)).body.isEmpty)
        let eleven = await dispatcher.post(batch(11))
        #expect(eleven.status == 200 && eleven.body == refusal)
        #expect(await dispatcher.post(batch(11), to: "/status").body == refusal)
        #expect(await dispatcher.post(batch(11), to: "/nosuch").body == refusal)
    }

    @Test("Without a bound on batches only the body's length bounds them")
    func unboundedBatch() async throws {
        let dispatcher = RPCDispatcher(view: try StubNode(), limits: RPCLimits(batchMaximum: 0))
        let body = "[" + Array(repeating: #"{"id":1,"method":"health"}"#, count: 50).joined(separator: ",") + "]"
        let answer = await dispatcher.post(body)
        #expect(answer.body.split(separator: "result").count == 51)
    }

    @Test("A body over the limit is refused with status 400, wherever it is sent; one at the limit is not")
    func longBody() async {
        let refusal =
            #"{"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid Request","data":"error reading request body: http: request body too large"}}"#
        let request = #"{"id":1,"method":"health"}"#
        let longest = request + String(repeating: " ", count: 1_000_000 - request.utf8.count)
        #expect(await dispatcher.post(longest).body == #"{"jsonrpc":"2.0","id":1,"result":{}}"#)
        for target in ["/", "/status", "/nosuch"] {
            let answer = await dispatcher.post(longest + " ", to: target)
            #expect(answer.status == 400 && answer.body == refusal)
        }
    }

    @Test("Requests of random bytes, and requests cut off anywhere, are answered")
    func garbage() async {
        var generator = SystemRandomNumberGenerator()
        let request = Array(#"[{"jsonrpc":"2.0","id":"a","method":"block","params":{"height":"3"}},{"id":[{}]}]"#.utf8)
        for end in request.indices {
            let body = String(decoding: request[..<end], as: UTF8.self)
            _ = await dispatcher.post(body)
        }
        for _ in 0..<300 {
            let bytes = (0..<Int.random(in: 0..<40, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            let question = HTTPQuestion(
                method: "POST", target: "/", host: "", contentType: nil, body: [UInt8(ascii: "[")] + bytes)
            #expect(await [200, 500].contains(dispatcher.answer(question).status))
            _ = await dispatcher.get("/" + String(decoding: bytes, as: UTF8.self))
            _ = await dispatcher.get("/block?height=" + String(decoding: bytes, as: UTF8.self))
        }
    }
}
