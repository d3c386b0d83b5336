import NIOCore
import RPC
import Testing

@Suite("WebSockets")
struct WebSocketTests {
    private static let healthCall = #"{"id":1,"method":"health"}"#
    private static let health = #"{"jsonrpc":"2.0","id":1,"result":{}}"#

    private func run(
        _ node: StubNode? = nil, limits: RPCLimits = RPCLimits(),
        settings change: (inout RPCServerSettings) -> Void = { _ in },
        _ body: @escaping @Sendable (RawClient) throws -> Void
    ) async throws {
        try await LiveServer.run(try node ?? StubNode(), limits: limits, settings: change) { server in
            try await server.client { client in
                try client.becomeWebSocket()
                try body(client)
            }
        }
    }

    // MARK: The handshake

    @Test("A request that asks for a WebSocket gets one")
    func handshake() async throws {
        try await LiveServer.run(try StubNode()) { server in
            try await server.client { client in
                try client.send(get("/websocket", headers: webSocketHeaders.map { $0 + "\r\n" }.joined()))
                let response = try client.response()
                #expect(response.status == 101)
                #expect(response["Upgrade"] == "websocket" && response["Connection"]?.lowercased() == "upgrade")
                #expect(response["Sec-WebSocket-Accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
                #expect(try client.ask(Self.healthCall) == Self.health)
            }
        }
    }

    @Test("A request that lacks something of the handshake is a bad request", arguments: 0..<webSocketHeaders.count)
    func incompleteHandshake(missing: Int) async throws {
        var headers = webSocketHeaders
        headers.remove(at: missing)
        let text = headers.map { $0 + "\r\n" }.joined()
        try await LiveServer.run(try StubNode()) { server in
            try await server.client { client in
                try client.send(get("/websocket", headers: text))
                let response = try client.response()
                #expect(response.status == 400 && response.body == "Bad Request\n")
                #expect((response["Connection"] == "close") == (missing > 0))
            }
        }
    }

    @Test("Elsewhere, by another method or in another version there is none")
    func otherHandshakes() async throws {
        let headers = webSocketHeaders.map { $0 + "\r\n" }.joined()
        try await LiveServer.run(try StubNode()) { server in
            for (request, status) in [
                (get("/health", headers: headers), 200), (get("/websocket", headers: headers, method: "POST"), 400),
                (get("/websocket", headers: headers.replacing("13", with: "8")), 400),
                (get("/websocket", headers: headers + "Host: other\r\n"), 400),
            ] {
                try await server.client { client in
                    try client.send(request)
                    #expect(try client.response().status == status, "\(request)")
                }
            }
        }
    }

    // MARK: Calls

    @Test("Calls are answered in their order, whatever their answers wait for")
    func order() async throws {
        try await run { client in
            let methods = ["health", "block", "check_tx", "abci_info", "broadcast_tx_sync", "status"]
            for (id, method) in methods.enumerated() {
                let parameters = method.hasSuffix("tx") || method.hasSuffix("sync") ? #"{"tx":"YQ=="}"# : "{}"
                try client.send(
                    message: #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":\#(parameters)}"#)
            }
            for id in methods.indices {
                let text = try client.answer().text
                #expect(text.hasPrefix(#"{"jsonrpc":"2.0","id":\#(id),"result":{"#), "\(text)")
            }
        }
    }

    @Test("An answer that takes its time has pings before it")
    func lateAnswer() async throws {
        try await run(settings: { $0.pingPeriod = .milliseconds(1) }) { client in
            let first = try client.frame()
            #expect(first.opcode == 9)
            #expect(try client.ask(Self.healthCall) == Self.health)
        }
    }

    @Test("Thousands of calls sent in advance do not pile up on the stack")
    func sentInAdvance() async throws {
        try await run { client in
            let count = 3000
            try client.send(message: #"{"id":0,"method":"block","params":{}}"#)
            for _ in 0..<count { try client.send(message: Self.healthCall) }
            #expect(try client.answer().text.contains("block_id"))
            for _ in 0..<count where try client.answer().text != Self.health { Issue.record("another answer") }
        }
    }

    @Test(
        "What is no call is answered as CometBFT does, and the next one is heard",
        arguments: [
            ("{bad", "error unmarshaling request: invalid character 'b' looking for beginning of object key string"),
            ("", "error unmarshaling request: EOF"), (" ", "error unmarshaling request: EOF"),
            (#"{"id":"#, "error unmarshaling request: unexpected EOF"),
            (
                #"{"id":1,"method":5}"#,
                "error unmarshaling request: json: cannot unmarshal number into Go struct field .method of type string"
            ),
        ])
    func unreadable(message: String, reason: String) async throws {
        try await run { client in
            let answer = try client.ask(message)
            #expect(
                answer
                    == #"{"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error. Invalid JSON","data":"\#(reason)"}}"#
            )
            #expect(try client.ask(Self.healthCall) == Self.health)
        }
    }

    @Test(
        "A call that fails is answered with its error",
        arguments: [
            (
                #"{"id":68,"method":"nosuch","params":{}}"#,
                #"{"jsonrpc":"2.0","id":68,"error":{"code":-32601,"message":"Method not found"}}"#
            ),
            (
                #"{"id":2,"method":"unsubscribe","params":{"query":"tm.event='Nope'"}}"#,
                #"{"jsonrpc":"2.0","id":2,"error":{"code":-32603,"message":"Internal error","data":"subscription not found"}}"#
            ),
            (
                #"{"id":3,"method":"unsubscribe_all","params":{}}"#,
                #"{"jsonrpc":"2.0","id":3,"error":{"code":-32603,"message":"Internal error","data":"subscription not found"}}"#
            ),
            (
                #"{"id":4,"method":"subscribe","params":{"query":"tm.event='Tx'"}}"#,
                #"{"jsonrpc":"2.0","id":4,"error":{"code":-32603,"message":"Internal error","data":"this version has no subscriptions"}}"#
            ),
            // What makes CometBFT's handler panic.
            (
                #"{"id":5,"method":"block"}"#,
                #"{"jsonrpc":"2.0","id":-1,"error":{"code":-32603,"message":"Internal error","data":"reflect: Call with too few input arguments"}}"#
            ),
        ])
    func failing(message: String, answer: String) async throws {
        try await run { client in
            let answered = try client.ask(message)
            #expect(answered == answer)
            #expect(try client.ask(Self.healthCall) == Self.health)
        }
    }

    @Test("Arguments that cannot be read are an internal error, unlike in a request by HTTP")
    func arguments() async throws {
        try await run { client in
            let answer = try client.ask(#"{"id":1,"method":"block","params":{"height":"x"}}"#)
            #expect(answer.contains(#""code":-32603,"message":"Internal error","data":"error converting json params"#))
        }
    }

    @Test("A notification is passed over")
    func notification() async throws {
        try await run { client in
            try client.send(message: #"{"method":"status"}"#)
            #expect(try client.ask(Self.healthCall) == Self.health)
        }
    }

    @Test("A large message is read, on a thread, and its call may wait")
    func largeMessage() async throws {
        try await run { client in
            let transaction = String(repeating: "A", count: 400_000)
            let answer = try client.ask(#"{"id":1,"method":"check_tx","params":["\#(transaction)"]}"#)
            #expect(answer.contains(#""data":"\#(transaction)""#))
        }
    }

    // MARK: Frames

    @Test("A message may come in pieces, with a ping between them, as text or as bytes")
    func pieces() async throws {
        try await run { client in
            let bytes = Array(Self.healthCall.utf8)
            for opcode: UInt8 in [1, 2] {
                try client.send(frame: opcode, Array(bytes.prefix(5)), isLast: false)
                try client.send(frame: 9, [7, 8])
                try client.send(frame: 0, Array(bytes[5..<9]), isLast: false)
                try client.send(frame: 0, Array(bytes[9...]))
                #expect(try client.answer() == ReceivedFrame(opcode: 10, data: [7, 8]))
                #expect(try client.answer().text == Self.health)
            }
        }
    }

    @Test("A client that closes is answered with its code, and the connection ends")
    func closing() async throws {
        try await run { client in
            try client.send(message: #"{"id":1,"method":"health"}"#)
            #expect(try client.answer().text == Self.health)
            try client.send(frame: 8, [0x03, 0xE8])
            #expect(try client.answer().code == 1000)
            #expect(try client.rest().isEmpty)
        }
    }

    private static let violations: [(String, Int, @Sendable (RawClient) throws -> Void)] = [
        ("not masked", 1002, { try $0.send(frame: 1, Array(healthCall.utf8), mask: nil) }),
        ("a piece of nothing", 1002, { try $0.send(frame: 0, [1]) }),
        (
            "two beginnings", 1002,
            { client in
                try client.send(frame: 1, [1], isLast: false)
                try client.send(frame: 1, [1])
            }
        ),
        ("a kind that is not there", 1002, { try $0.send(frame: 3, [1]) }),
        ("a bit that means nothing", 1002, { try $0.send(frame: 0x41, [1]) }),
        ("a ping in pieces", 1002, { try $0.send(frame: 9, [1], isLast: false) }),
        ("a frame that is too long", 1009, { try $0.send(frame: 1, [UInt8](repeating: 32, count: 1001)) }),
        (
            "a message that is too long", 1009,
            { client in
                try client.send(frame: 1, [UInt8](repeating: 32, count: 1000), isLast: false)
                try client.send(frame: 0, [32])
            }
        ),
    ]

    @Test("What a client may not send closes the connection, with the reason", arguments: 0..<violations.count)
    func violation(number: Int) async throws {
        let (name, code, send) = Self.violations[number]
        try await run(limits: RPCLimits(bodyBytesMaximum: 1000)) { client in
            try send(client)
            #expect(try client.answer().code == code, "\(name)")
            #expect(try client.rest().isEmpty)
        }
    }

    @Test("Random bytes end the connection at worst", arguments: 0..<20 as Range<UInt64>)
    func randomBytes(seed: UInt64) async throws {
        try await LiveServer.run(try StubNode(), settings: { $0.silenceTimeout = .milliseconds(200) }) { server in
            try await server.client { client in
                try client.becomeWebSocket()
                var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
                let bytes = (0..<400).map { _ -> UInt8 in
                    state ^= state << 13
                    state ^= state >> 7
                    state ^= state << 17
                    return UInt8(truncatingIfNeeded: state >> 32)
                }
                // It may be closed before all is sent.
                try? client.send([0x81, 0x80 | 100] + bytes)
                _ = try client.rest()
            }
            try await server.client { client in
                try client.send(get("/health"))
                #expect(try client.response().body == healthy)
            }
        }
    }

    // MARK: Time

    @Test("A client that gives no sign of life is cut off")
    func silence() async throws {
        try await run(settings: { $0.silenceTimeout = .milliseconds(50) }) { client in
            let rest = try client.rest()
            #expect(rest.isEmpty)
        }
    }

    @Test("Clients are asked for a sign of life, and live on as long as they give it")
    func signsOfLife() async throws {
        try await run(
            settings: {
                $0.pingPeriod = .milliseconds(20)
                // Less than the pings take together.
                $0.silenceTimeout = .seconds(2)
                $0.readTimeout = .milliseconds(100)
                $0.idleTimeout = .milliseconds(100)
            }
        ) { client in
            for _ in 0..<120 {
                #expect(try client.frame() == ReceivedFrame(opcode: 9, data: []))
                try client.send(frame: 10)
            }
            try client.send(message: Self.healthCall)
            #expect(try client.answer().text == Self.health)
        }
    }

    @Test("A client that does not read its answers is cut off")
    func slowReader() async throws {
        let genesis = [UInt8](repeating: UInt8(ascii: "1"), count: 15_000_000)
        let node = StubNode(try StubChain(), genesisText: genesis)
        try await run(node, settings: { $0.writeTimeout = .milliseconds(100) }) { client in
            try client.send(message: #"{"id":1,"method":"genesis"}"#)
            // Nothing is read until the server has given up, which shows when nothing can be sent any more.
            while (try? client.send(frame: 9)) != nil {}
        }
    }

    @Test("When the server stops, clients are told; one that waits for an answer gets it first")
    func stopping() async throws {
        let gate = Gate()
        let settings = RPCServerSettings(address: .tcp(host: "127.0.0.1", port: 0))
        let node = StubNode(try StubChain(), gate: gate)
        let server = try await RPCServer.start(settings, dispatcher: RPCDispatcher(view: node))
        let idle = Semaphore()
        async let told = server.client { client in
            try client.becomeWebSocket()
            #expect(try client.ask(Self.healthCall) == Self.health)
            idle.signal()
            return try client.answer().code
        }
        async let answered = server.client { client in
            idle.wait()
            try client.becomeWebSocket()
            let answer = try client.ask(#"{"id":1,"method":"broadcast_tx_commit","params":{"tx":"YQ=="}}"#)
            return (answer.contains(#""height":"5""#), try client.answer().code)
        }
        await gate.arrivals(1)
        async let stopped: Void = server.stop()
        #expect(try await told == 1001)
        gate.open()
        let (isAnswered, code) = try await answered
        #expect(isAnswered && code == 1001)
        await stopped
    }
}
