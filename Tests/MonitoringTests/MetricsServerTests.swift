import Monitoring
import NIOCore
import NIOPosix
import Testing

@Suite("The server of metrics")
struct MetricsServerTests {
    private func serve(
        connectionsMaximum: Int = 3, _ body: (MetricsServer) async throws -> Void
    ) async throws {
        let server = try await MetricsServer.start(
            host: "127.0.0.1", port: 0, connectionsMaximum: connectionsMaximum, render: { "up 1\n" })
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(server))
        } catch {
            result = .failure(error)
        }
        await server.stop()
        try result.get()
    }

    /// All that comes back until the server closes.
    private func ask(_ server: MetricsServer, _ question: String) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: server.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: question))
            var answer = ByteBuffer()
            for try await part in inbound { answer.writeImmutableBuffer(part) }
            return String(buffer: answer)
        }
    }

    @Test("It answers every question with what is rendered, says the format, and closes")
    func answers() async throws {
        try await serve { server in
            for path in ["/metrics", "/"] {
                let answer = try await ask(server, "GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
                #expect(answer.contains("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"))
                #expect(answer.hasSuffix("\r\n\r\nup 1\n"))
            }
            let head = try await ask(server, "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(head.contains("Content-Length: 5\r\n") && head.hasSuffix("\r\n\r\n"))
            let post = try await ask(server, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx")
            #expect(post.hasPrefix("HTTP/1.1 405 "))
        }
    }

    @Test("What is no HTTP is closed, and others are served after it")
    func nonsense() async throws {
        // A place for each: when a client sees the end, its place need not be free yet.
        try await serve(connectionsMaximum: 4) { server in
            for _ in 0..<3 {
                _ = try await ask(server, "\u{16}\u{03}nonsense\r\n\r\n")
            }
            let answer = try await ask(server, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(answer.hasSuffix("up 1\n"))
        }
    }

    @Test("Who finds no place is closed at once, and a place that is free again is given")
    func places() async throws {
        try await serve(connectionsMaximum: 1) { server in
            let silent = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: server.port).get()
            // Its place is taken when the next one is accepted, since they are accepted in their order.
            let refused = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: server.port).get()
            try await refused.closeFuture.get()
            // The server may have lost its patience with it.
            try? await silent.close()
            var answer = ""
            while !answer.hasSuffix("up 1\n") {
                answer = (try? await ask(server, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")) ?? ""
            }
        }
    }
}
