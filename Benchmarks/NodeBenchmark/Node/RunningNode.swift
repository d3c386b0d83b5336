import Foundation

/// A node that runs: alone on its chain, or in a `NodeNetwork`.
final class RunningNode {
    let home: NodeHome
    let process: ChildProcess
    let port: UInt16
    /// From the start of the process to the first answer of `/status`, in nanoseconds.
    let startTime: Int64

    /// Starts a node in a new home, alone, and waits for its first answer.
    convenience init(
        _ program: Program, application: String = "kvstore", settings: [NodeSetting], guardian: Guardian
    ) throws {
        let home = try NodeHome(program, below: guardian.folder, guardian: guardian, settings: settings)
        try self.init(program, application: application, home: home, guardian: guardian)
    }

    /// Starts a node in a home, alone, and waits for its first answer.
    convenience init(
        _ program: Program, application: String, home: NodeHome, guardian: Guardian
    ) throws {
        let port = try FreePort.find()
        try self.init(
            program, application: application, home: home, port: port,
            flags: ["--rpc.laddr", "tcp://127.0.0.1:\(port)", "--p2p.laddr", "tcp://127.0.0.1:0"], guardian: guardian)
    }

    /// Starts a node in a home and waits for its first answer.
    ///
    /// - Parameter port: Where its RPC listens.
    init(
        _ program: Program, application: String, home: NodeHome, port: UInt16, flags: [String], guardian: Guardian
    ) throws {
        self.home = home
        self.port = port
        let start = Clock.now()
        process = try ChildProcess(
            [
                program.path, "start", "--home", home.path, "--proxy_app", application, "--log_level", "error",
            ] + flags, output: "\(home.path)/start.out", guardian: guardian)
        while !RunningNode.answers(port) {
            if process.checkEnd() { throw BenchmarkError("\(program.title) does not start: \(process.lastOutput)") }
            if Clock.now() > start + 20_000_000_000 { throw BenchmarkError("\(program.title) does not answer") }
            usleep(200)
        }
        startTime = Clock.now() - start
    }

    private static func answers(_ port: UInt16) -> Bool {
        guard let clients = try? Clients(port: port, count: 1), let answer = try? clients.ask("/status") else {
            return false
        }
        return answer.contains("\"latest_block_height\"")
    }

    /// Ends it as an operator does, and removes its home.
    func stop() {
        process.end(SIGTERM)
        home.remove()
    }

    deinit {
        stop()
    }

    /// The height of the last block, and when that was known.
    func height() throws -> (height: Int64, time: Int64) {
        let answer = try Clients(port: port, count: 1).ask("/status")
        let time = Clock.now()
        guard let height = answer.number(after: "\"latest_block_height\":\"") else {
            throw BenchmarkError("no height in \(answer)")
        }
        return (height, time)
    }

    /// Waits until it has so many blocks.
    func reach(_ height: Int64) throws {
        let deadline = Clock.now() + 20_000_000_000
        while try self.height().height < height {
            if Clock.now() > deadline { throw BenchmarkError("no block \(height) in 20 seconds") }
            usleep(5000)
        }
    }

    /// Waits until no transaction waits for a block.
    func waitUntilNothingWaits() throws {
        let client = try Clients(port: port, count: 1)
        let deadline = Clock.now() + 60_000_000_000
        while try !client.ask("/num_unconfirmed_txs").contains("\"total\":\"0\"") {
            if Clock.now() > deadline { throw BenchmarkError("transactions wait for longer than a minute") }
            usleep(50_000)
        }
    }
}

/// A port on which nobody listens.
enum FreePort {
    static func find() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in.loopback(0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, size) == 0 && getsockname(descriptor, pointer, &size) == 0
            }
        }
        if !code { throw BenchmarkError("no free port: \(errno)") }
        return UInt16(bigEndian: address.sin_port)
    }
}
