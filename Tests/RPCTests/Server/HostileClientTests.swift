import NIOCore
import RPC
import Testing

@Suite("Clients that mean no good")
struct HostileClientTests {
    private static let refusal =
        #"{"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid Request","data":"error reading request body: http: request body too large"}}"#

    @Test("A body over the limit is refused as soon as that is known, and the connection ends")
    func longBody() async throws {
        let limits = RPCLimits(bodyBytesMaximum: 1000)
        try await LiveServer.run(try StubNode(), limits: limits) { server in
            // By its length alone, before any of it is sent.
            try await server.client { client in
                try client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1001\r\n\r\n")
                let response = try client.response()
                #expect(response.status == 400 && response.body == Self.refusal)
                #expect(response["Connection"] == "close")
                #expect(try client.rest().isEmpty)
            }
            // Where the length is not told.
            try await server.client { client in
                try client.send("POST /status HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
                try client.send("3E8\r\n" + String(repeating: "x", count: 1000) + "\r\n")
                try client.send("1\r\nx\r\n")
                #expect(try client.response().body == Self.refusal)
                #expect(try client.rest().isEmpty)
            }
            // A client that asks first is spared the sending.
            try await server.client { client in
                try client.send(
                    "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\nExpect: 100-continue\r\n\r\n")
                #expect(try client.response().status == 400)
            }
            try await server.client { client in
                try client.send(post(String(repeating: " ", count: 1000)))
                #expect(try client.response().body.contains("unexpected end of JSON input"))
            }
        }
    }

    @Test("A client that goes on sending what was refused is cut off after a moment")
    func lingering() async throws {
        let limits = RPCLimits(bodyBytesMaximum: 1000)
        try await LiveServer.run(
            try StubNode(), limits: limits, settings: { $0.lingerTimeout = .milliseconds(50) }
        ) { server in
            try await server.client { client in
                try client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\n\r\n")
                let chunk = [UInt8](repeating: 0x20, count: 65536)
                // Ends when the server has closed the connection.
                while (try? client.send(chunk)) != nil {}
            }
        }
    }

    @Test(
        "What is no HTTP gets a bad request, or nothing, and the connection ends",
        arguments: [
            "\r\n\r\nGET\r\n\r\n", "hello\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
            "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}",
            "GET /health HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        ])
    func garbage(text: String) async throws {
        try await LiveServer.run(try StubNode(), settings: { $0.readTimeout = .milliseconds(300) }) { server in
            try await server.client { client in
                try client.send(text)
                let answer = try client.rest()
                #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 400") || answer.contains(" 400 "), "\(answer)")
            }
        }
    }

    @Test("A request behind garbage is not answered, one before it is")
    func garbageBehind() async throws {
        try await LiveServer.run(try StubNode()) { server in
            try await server.client { client in
                try client.send(get("/block") + "garbage\r\n\r\n" + get("/health"))
                #expect(try client.response().body.contains("block_id"))
                let rest = try client.rest()
                #expect(!rest.contains("jsonrpc"))
            }
        }
    }

    @Test(
        "A request must name its host, once",
        arguments: [
            ("GET / HTTP/1.1\r\n\r\n", "missing required Host header"),
            ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "too many Host headers"),
            ("GET / HTTP/1.1\r\nHost: <script>\r\n\r\n", "malformed Host header"),
        ])
    func hosts(request: String, reason: String) async throws {
        try await LiveServer.run(try StubNode()) { server in
            try await server.client { client in
                try client.send(request)
                let response = try client.response()
                #expect(response.status == 400 && response.body == "400 Bad Request: \(reason)")
                #expect(try client.rest().isEmpty)
            }
        }
    }

    @Test("Header fields are bounded in bytes and in number")
    func longHeaders() async throws {
        try await LiveServer.run(try StubNode(), settings: { $0.headerBytesMaximum = 10_000 }) { server in
            try await server.client { client in
                try client.send(get("/health", headers: "X: \(String(repeating: "x", count: 20_000))\r\n"))
                #expect(try client.rest().hasPrefix("HTTP/1.1 400"))
            }
            try await server.client { client in
                try client.send(
                    "GET /health HTTP/1.1\r\nHost: a\r\n" + String(repeating: "a: b\r\n", count: 2000) + "\r\n")
                #expect(try client.rest().hasPrefix("HTTP/1.1 400"))
            }
        }
    }

    @Test("A request that trickles in is cut off, however often a byte comes")
    func slowRequest() async throws {
        try await LiveServer.run(try StubNode(), settings: { $0.readTimeout = .milliseconds(100) }) { server in
            // In the head, and in the body.
            for beginning in [
                "GET /health HTTP/1.1\r\nHost: a", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999999\r\n\r\n",
            ] {
                try await server.client { client in
                    try client.send(beginning)
                    while (try? client.send("x")) != nil {}
                    #expect(try client.rest().isEmpty)
                }
            }
        }
    }

    @Test("A connection without a request is closed")
    func idle() async throws {
        try await LiveServer.run(try StubNode(), settings: { $0.idleTimeout = .milliseconds(50) }) { server in
            let rest = try await server.client { client in try client.rest() }
            #expect(rest.isEmpty)
            try await server.client { client in
                try client.send(get("/health"))
                #expect(try client.response().body == healthy)
                #expect(try client.rest().isEmpty)
            }
        }
    }

    @Test("A client that does not read its answers is cut off")
    func slowReader() async throws {
        let genesis = [UInt8](repeating: UInt8(ascii: "1"), count: 15_000_000)
        let node = StubNode(try StubChain(), genesisText: genesis)
        try await LiveServer.run(node, settings: { $0.writeTimeout = .milliseconds(100) }) { server in
            try await server.client { client in
                try client.send(get("/genesis"))
                // Nothing is read until the server has given up, which shows when nothing can be sent any more.
                while (try? client.send("x")) != nil {}
            }
        }
    }

    @Test("Connections beyond the bound wait until another one ends")
    func connections() async throws {
        try await LiveServer.run(try StubNode(), settings: { $0.connectionsMaximum = 2 }) { server in
            try await server.client { first in
                let second = try RawClient(server.address), third = try RawClient(server.address)
                for client in [first, second] {
                    try client.send(get("/health"))
                    #expect(try client.response().body == healthy)
                }
                try third.send(get("/status"))
                try second.send(get("/health", headers: "Connection: close\r\n"))
                #expect(try second.response().body == healthy)
                #expect(try third.response().body.contains("node_info"))
            }
        }
    }
}
