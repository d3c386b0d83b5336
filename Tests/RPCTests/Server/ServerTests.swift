import Foundation
import NIOCore
import RPC
import Synchronization
import Testing

@Suite("The server")
struct ServerTests {
    @Test("Requests on one connection are answered one after the other")
    func keepAlive() async throws {
        try await LiveServer.run(try StubNode()) { server in
            try await server.client { client in
                for _ in 0..<3 {
                    try client.send(get("/health"))
                    let response = try client.response()
                    #expect(response.status == 200 && response.body == healthy)
                    #expect(response["Content-Type"] == "application/json")
                    #expect(response["Connection"] == nil)
                    #expect(response["Date"]?.hasSuffix(" GMT") == true)
                    #expect(response["X-Server-Time"].flatMap { Int($0) } != nil)
                }
                try client.send(post(#"{"id":5,"method":"block","params":["3"]}"#))
                let block = try client.response()
                #expect(block.body.contains(#""id":5,"result":{"block_id""#))
                #expect(block["Cache-Control"] == "public, max-age=86400")
            }
        }
    }

    @Test("Answers carry the time in both forms")
    func date() async throws {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "GMT")
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        try await LiveServer.run(try StubNode()) { server in
            let (text, seconds) = try await server.client { client in
                try client.send(get("/health"))
                let response = try client.response()
                return (response["Date"], response["X-Server-Time"])
            }
            let date = try #require(formatter.date(from: text ?? ""))
            #expect(String(Int(date.timeIntervalSince1970)) == seconds)
        }
    }

    @Test("Requests sent in advance are answered in their order, whatever their answers wait for")
    func pipelining() async throws {
        try await LiveServer.run(try StubNode()) { server in
            try await server.client { client in
                let methods = [
                    "health", "block?height=3", "check_tx?tx=0x61", "status", "nosuch", "abci_info", "health",
                ]
                try client.send(methods.map { get("/\($0)") }.joined())
                let bodies = try methods.map { _ in try client.response() }
                #expect(bodies[0].body == healthy && bodies[6].body == healthy)
                #expect(bodies[1].body.contains(#""height":"3""#))
                #expect(bodies[2].body.contains(#""data":"YQ==""#))
                #expect(bodies[3].body.contains("node_info") && bodies[4].status == 404)
                #expect(bodies[5].body.contains("last_block_height"))
            }
        }
    }

    @Test("Thousands of requests sent in advance do not pile up on the stack")
    func longPipeline() async throws {
        try await LiveServer.run(try StubNode()) { server in
            try await server.client { client in
                let count = 3000
                // The first answer comes from a thread: the others have arrived by then.
                try client.send(get("/block") + String(repeating: get("/health"), count: count))
                #expect(try client.response().body.contains("block_id"))
                for _ in 0..<count where try client.response().body != healthy { Issue.record("another answer") }
            }
        }
    }

    @Test("A connection ends where HTTP says so")
    func ends() async throws {
        try await LiveServer.run(try StubNode()) { server in
            try await server.client { client in
                try client.send(get("/health", headers: "Connection: close\r\n"))
                let response = try client.response()
                #expect(response.body == healthy && response["Connection"] == "close")
                #expect(try client.rest().isEmpty)
            }
            try await server.client { client in
                try client.send("GET /health HTTP/1.0\r\n\r\n")
                #expect(try client.response()["Connection"] == "close")
                #expect(try client.rest().isEmpty)
            }
            try await server.client { client in
                try client.send("GET /health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                #expect(try client.response()["Connection"] == "keep-alive")
                try client.send("GET /health HTTP/1.0\r\n\r\n")
                #expect(try client.response().body == healthy)
            }
        }
    }

    @Test("HEAD gets the head that GET would get")
    func head() async throws {
        try await LiveServer.run(try StubNode()) { server in
            try await server.client { client in
                try client.send(get("/health", method: "HEAD") + get("/health"))
                let head = try client.response(hasBody: false)
                #expect(head.status == 200 && head["Content-Length"] == String(healthy.utf8.count))
                #expect(try client.response().body == healthy)
            }
        }
    }

    @Test("Bodies may come in chunks, a byte at a time, and after a question")
    func bodies() async throws {
        try await LiveServer.run(try StubNode()) { server in
            try await server.client { client in
                let body = #"{"id":1,"method":"health"}"#
                let head = "POST / HTTP/1.1\r\nHost: localhost\r\n"
                try client.send(head + "Transfer-Encoding: chunked\r\n\r\n")
                for character in body { try client.send("1\r\n\(character)\r\n") }
                try client.send("0\r\n\r\n")
                #expect(try client.response().body == #"{"jsonrpc":"2.0","id":1,"result":{}}"#)
                for byte in Array(post(body).utf8) { try client.send([byte]) }
                #expect(try client.response().body == #"{"jsonrpc":"2.0","id":1,"result":{}}"#)
                try client.send(head + "Content-Length: \(body.utf8.count)\r\nExpect: 100-continue\r\n\r\n")
                #expect(try client.response().status == 100)
                try client.send(body)
                #expect(try client.response().body == #"{"jsonrpc":"2.0","id":1,"result":{}}"#)
                try client.send(get("/health", headers: "Expect: something\r\n"))
                #expect(try client.response().status == 417)
            }
        }
    }

    @Test("A large body is read, on a thread, and its call may wait")
    func largeBody() async throws {
        try await LiveServer.run(try StubNode()) { server in
            try await server.client { client in
                let transaction = String(repeating: "A", count: 400_000)
                try client.send(post(#"{"id":1,"method":"check_tx","params":["\#(transaction)"]}"#))
                #expect(try client.response().body.contains(#""data":"\#(transaction)""#))
                let padding = String(repeating: " ", count: 20_000)
                try client.send(post(#"{"id":1,"method":"health"}"# + padding))
                #expect(try client.response().body == #"{"jsonrpc":"2.0","id":1,"result":{}}"#)
            }
        }
    }

    @Test("A client that would rather speak another protocol is answered in this one")
    func offeredProtocol() async throws {
        let offer =
            "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n"
        try await LiveServer.run(try StubNode()) { server in
            try await server.client { client in
                try client.send(get("/health", headers: offer))
                let response = try client.response()
                #expect(response.body == healthy && response["Connection"] == "close")
                #expect(try client.rest().isEmpty)
            }
            try await server.client { client in
                try client.send(post(#"{"id":5,"method":"health"}"#, headers: offer))
                #expect(try client.response().body == #"{"jsonrpc":"2.0","id":5,"result":{}}"#)
            }
        }
    }

    @Test("Quotes may stand in a URI as they are")
    func quotes() async throws {
        try await LiveServer.run(try StubNode()) { server in
            try await server.client { client in
                try client.send(get(#"/check_tx?tx="a=b""#))
                #expect(try client.response().body.contains(#""data":"YT1i""#))
            }
        }
    }

    @Test("An answer that waits holds up neither other connections nor the loop, and comes when it can")
    func waiting() async throws {
        let gate = Gate()
        try await LiveServer.run(StubNode(try StubChain(), gate: gate)) { server in
            async let committed = server.client { client in
                try client.send(get("/broadcast_tx_commit?tx=0x61"))
                return try client.response().body
            }
            await gate.arrivals(1)
            try await server.client { client in
                try client.send(get("/health"))
                #expect(try client.response().body == healthy)
            }
            gate.open()
            let body = try await committed
            #expect(body.contains(#""height":"5""#))
        }
    }

    @Test("A slow read of the chain does not hold up what is answered from memory")
    func slowReading() async throws {
        // One thread per possible reader waits here until the test has seen that others are served.
        let (entered, release) = (Semaphore(), Semaphore())
        let node = StubNode(
            try StubChain(),
            beforeReading: {
                entered.signal()
                release.wait()
            })
        try await LiveServer.run(node, settings: { $0.eventLoops = 1 }) { server in
            async let block = server.client { client in
                try client.send(get("/block"))
                return try client.response().body
            }
            try await server.client { client in
                entered.wait()
                for _ in 0..<3 {
                    try client.send(get("/status"))
                    #expect(try client.response().status == 200)
                }
                release.signal()
            }
            let body = try await block
            #expect(body.contains("block_id"))
        }
    }

    @Test("When a client leaves, what was waited for on its behalf is given up")
    func leaving() async throws {
        let gate = Gate()
        try await LiveServer.run(StubNode(try StubChain(), gate: gate)) { server in
            try await server.client { client in
                try client.send(get("/broadcast_tx_commit?tx=0x61"))
                let arrived = Semaphore()
                Task {
                    await gate.arrivals(1)
                    arrived.signal()
                }
                arrived.wait()
                client.reset()
            }
            await gate.cancellation()
        }
    }
}
