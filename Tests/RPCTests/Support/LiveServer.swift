import NIOCore
import NIOPosix
import RPC

/// A server on a port of its own, for as long as a test runs.
enum LiveServer {
    /// Runs `body` against a server, which is stopped afterwards whatever happens.
    static func run(
        _ node: StubNode, limits: RPCLimits = RPCLimits(),
        settings change: (inout RPCServerSettings) -> Void = { _ in },
        _ body: (RPCServer) async throws -> Void
    ) async throws {
        var settings = RPCServerSettings(address: .tcp(host: "127.0.0.1", port: 0))
        change(&settings)
        let dispatcher = RPCDispatcher(view: node, limits: limits)
        let server = try await RPCServer.start(settings, dispatcher: dispatcher)
        do {
            try await body(server)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }
}

/// Threads for clients, which block: enough for all that tests have at the same time.
private let clientThreads: NIOThreadPool = {
    let threads = NIOThreadPool(numberOfThreads: 64)
    threads.start()
    return threads
}()

extension RPCServer {
    /// Runs `body` with a client on a thread that may block.
    @discardableResult
    func client<Result: Sendable>(_ body: @escaping @Sendable (RawClient) throws -> Result) async throws -> Result {
        let address = address
        return try await clientThreads.runIfActive { try body(try RawClient(address)) }
    }
}

/// A request without a body.
func get(_ target: String, headers: String = "", version: String = "1.1", method: String = "GET") -> String {
    "\(method) \(target) HTTP/\(version)\r\nHost: localhost\r\n\(headers)\r\n"
}

/// A request with a body.
func post(_ body: String, to target: String = "/", headers: String = "") -> String {
    "POST \(target) HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)"
}

let healthy = #"{"jsonrpc":"2.0","id":-1,"result":{}}"#
