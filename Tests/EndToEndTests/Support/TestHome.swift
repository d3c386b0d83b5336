import Foundation
import WideAreaNetwork

/// A home folder of its own for a test, removed with the value.
final class TestHome {
    let path: String

    /// An empty place for a home.
    init(notMade: Void) {
        path = FileManager.default.temporaryDirectory.appending(path: "daon-node-\(UUID().uuidString)").path
    }

    /// A home as `daon-node init` makes it.
    convenience init() throws {
        self.init(notMade: ())
        let made = try NodeProcess.run(["init", "tester", "--home", path, "--chain-id", "end-to-end"])
        if made.end != .exit(0) { throw TestError("init: \(made)") }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    // MARK: Files

    func path(of file: String) -> String { "\(path)/\(file)" }

    func content(of file: String) throws -> Data { try Data(contentsOf: URL(filePath: path(of: file))) }

    func text(of file: String) throws -> String { String(decoding: try content(of: file), as: UTF8.self) }

    func json(_ file: String) throws -> Answer { Answer(try JSONSerialization.jsonObject(with: content(of: file))) }

    func write(_ file: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path(of: file)))
    }

    /// Every file below, with its content.
    func contents() throws -> [String: Data] {
        var found: [String: Data] = [:]
        for case let name as String in FileManager.default.enumerator(atPath: path) ?? .init() {
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: path(of: name), isDirectory: &isFolder), isFolder.boolValue {
                found[name + "/"] = Data()
            } else {
                found[name] = try content(of: name)
            }
        }
        return found
    }

    // MARK: Runs

    /// Runs a command on this home to its end.
    func run(_ arguments: String...) throws -> NodeProcess.Finished {
        try NodeProcess.run(arguments + ["--home", path])
    }

    /// Starts the node on a free port, with short pauses between blocks.
    func start(_ flags: String..., environment: [String: String] = [:]) throws -> RunningNode {
        let usual = [
            "--proxy_app", "kvstore", "--rpc.laddr", "tcp://127.0.0.1:0", "--consensus.timeout_commit", "20ms",
        ]
        let process = try NodeProcess(["start", "--home", path] + usual + flags, environment: environment)
        return try RunningNode(process)
    }
}

/// A node that serves.
struct RunningNode {
    let process: NodeProcess
    let rpc: RPCClient

    /// Waits until it says where it serves.
    ///
    /// - Parameter namespace: The network it is in; this machine's when it is nil.
    init(_ process: NodeProcess, in namespace: NetworkNamespace? = nil) throws {
        guard var rpc = RunningNode.client(of: process) else {
            let end = process.stop(SIGKILL)
            throw TestError("the node does not serve: \(end) \(process.errors.all()) \(process.output.all())")
        }
        rpc.namespace = namespace
        self.process = process
        self.rpc = rpc
    }

    /// A client, once the node says where it serves; nil when it ends before.
    static func client(of process: NodeProcess) -> RPCClient? {
        guard let line = process.output.line(with: "serving RPC") else { return nil }
        return line.firstMatch(of: /127\.0\.0\.1:(\d+)/).flatMap { UInt16($0.1) }.map { RPCClient(port: $0) }
    }

    var height: Int64 {
        get throws { try rpc.call("status").sync_info.latest_block_height.decimal }
    }

    /// The height once it is at least this.
    @discardableResult
    func height(reaching height: Int64) throws -> Int64 {
        try eventually("height \(height)") {
            let current = try self.height
            return current >= height ? current : nil
        }
    }
}
