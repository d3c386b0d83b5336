import Foundation
import Glibc
import NIOCore
import RPC
import Testing

@Suite("Where a server listens")
struct ListeningTests {
    @Test(
        "Addresses are read with their scheme",
        arguments: [
            ("tcp://127.0.0.1:26657", ListenAddress.tcp(host: "127.0.0.1", port: 26657)),
            ("tcp://:26657", .tcp(host: "", port: 26657)), ("tcp://[::1]:80", .tcp(host: "::1", port: 80)),
            ("tcp://localhost:0", .tcp(host: "localhost", port: 0)),
            ("unix:///run/node.sock", .unix(path: "/run/node.sock")),
        ])
    func addresses(text: String, address: ListenAddress) throws {
        #expect(try ListenAddress(text) == address)
        #expect(address.description == text)
    }

    @Test(
        "What is no address is refused with the rule it breaks",
        arguments: [
            ("127.0.0.1:26657", "use fully formed addresses, including the tcp:// or unix:// prefix"),
            ("", "use fully formed addresses, including the tcp:// or unix:// prefix"),
            ("http://127.0.0.1:1", "only tcp:// and unix:// can be listened on"),
            ("tcp://127.0.0.1", "the port is missing"), ("tcp://a:b", "the port is not a number from 0 to 65535"),
            ("tcp://a:65536", "the port is not a number from 0 to 65535"),
            ("tcp://::1:80", "an IPv6 address stands in brackets"),
            ("unix://", "a path must follow unix://"),
        ])
    func wrongAddresses(text: String, rule: String) {
        let error = #expect(throws: RPCServerError.self) { try ListenAddress(text) }
        #expect(error?.description.contains("\(text) (\(rule))") == true)
        #expect(error?.description.contains("laddr in [rpc] of config.toml") == true)
    }

    @Test("A port that is taken is named, with what helps")
    func portInUse() async throws {
        try await LiveServer.run(try StubNode()) { server in
            let dispatcher = RPCDispatcher(view: try StubNode())
            let settings = RPCServerSettings(address: server.address)
            let error = await #expect(throws: RPCServerError.self) {
                _ = try await RPCServer.start(settings, dispatcher: dispatcher)
            }
            #expect(error == .inUse(server.address))
            #expect(
                error?.description
                    == "cannot listen on \(server.address): another process does already; stop it, or set another one "
                    + "as laddr in [rpc] of config.toml or with --rpc.laddr")
        }
    }

    @Test("An address that is not this machine's is refused with the system's reason")
    func foreignAddress() async throws {
        let settings = RPCServerSettings(address: .tcp(host: "203.0.113.7", port: 0))
        let dispatcher = RPCDispatcher(view: try StubNode())
        let error = await #expect(throws: RPCServerError.self) {
            _ = try await RPCServer.start(settings, dispatcher: dispatcher)
        }
        #expect(error?.description.hasPrefix("cannot listen on tcp://203.0.113.7:0: Cannot assign") == true)
    }

    @Test("An empty host means every address")
    func everywhere() async throws {
        try await LiveServer.run(try StubNode(), settings: { $0.address = .tcp(host: "", port: 0) }) { server in
            try await server.client { client in
                try client.send(get("/health"))
                #expect(try client.response().body == healthy)
            }
        }
    }

    @Test("A socket file is served, kept from others, and taken over once nobody serves it")
    func socketFile() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "rpc-\(UUID().uuidString.prefix(8)).sock")
            .path
        let address = ListenAddress.unix(path: path)
        try await LiveServer.run(try StubNode(), settings: { $0.address = address }) { server in
            try await server.client { client in
                try client.send(get("/health"))
                #expect(try client.response().body == healthy)
            }
            let dispatcher = RPCDispatcher(view: try StubNode())
            await #expect(throws: RPCServerError.inUse(address)) {
                _ = try await RPCServer.start(RPCServerSettings(address: address), dispatcher: dispatcher)
            }
        }
        // A process that was killed leaves its file.
        let killed = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(killed, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(bound == 0)
        close(killed)
        try await LiveServer.run(try StubNode(), settings: { $0.address = address }) { server in
            try await server.client { client in
                try client.send(get("/health"))
                #expect(try client.response().body == healthy)
            }
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("Stopping lets a request be answered that has arrived, and closes idle connections")
    func stopping() async throws {
        let gate = Gate()
        let dispatcher = RPCDispatcher(view: StubNode(try StubChain(), gate: gate))
        var settings = RPCServerSettings(address: .tcp(host: "127.0.0.1", port: 0))
        // However slowly the test goes on, it is the stop that ends the idle connection.
        (settings.readTimeout, settings.idleTimeout, settings.stopTimeout) = (.minutes(5), .minutes(5), .minutes(5))
        let server = try await RPCServer.start(settings, dispatcher: dispatcher)
        let (answered, answer) = AsyncStream<Void>.makeStream()
        async let idle = server.client { client in
            try client.send(get("/health"))
            _ = try client.response()
            answer.finish()
            return try client.rest()
        }
        for await _ in answered {}
        async let waiting = server.client { client in
            try client.send(get("/broadcast_tx_commit?tx=0x61"))
            let response = try client.response()
            return (response.body, response["Connection"], try client.rest())
        }
        await gate.arrivals(1)
        async let stopped: Void = server.stop()
        let afterStop = try await idle
        #expect(afterStop.isEmpty)
        gate.open()
        let (body, connection, rest) = try await waiting
        #expect(body.contains(#""height":"5""#) && connection == "close" && rest.isEmpty)
        await stopped
    }

    @Test("Stopping does not wait for long")
    func stoppingHard() async throws {
        let gate = Gate()
        let dispatcher = RPCDispatcher(view: StubNode(try StubChain(), gate: gate))
        var settings = RPCServerSettings(address: .tcp(host: "127.0.0.1", port: 0))
        settings.stopTimeout = .milliseconds(50)
        let server = try await RPCServer.start(settings, dispatcher: dispatcher)
        async let waiting = server.client { client in
            try client.send(get("/broadcast_tx_commit?tx=0x61"))
            return try client.rest()
        }
        await gate.arrivals(1)
        await server.stop()
        let rest = try await waiting
        #expect(rest.isEmpty)
        await gate.cancellation()
    }
}
