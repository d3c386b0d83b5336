import Foundation
import WideAreaNetwork

/// A home and the node that runs in it.
final class Machine {
    let number: Int
    let home: String
    let port: Int
    private let program: String
    private var process: Process?

    init(_ number: Int, program: String, home: String, port: Int) {
        self.number = number
        self.program = program
        self.home = home
        self.port = port
    }

    var data: String { "\(home)/data" }
    var log: String { "\(data)/consensus.log" }
    var signState: String { "\(data)/priv_validator_state.json" }
    var isRunning: Bool { process?.isRunning == true }
    var client: NodeClient { NodeClient(port: UInt16(clamping: port + 1), seconds: 5) }
    private var output: String { "\(home)/node.log" }

    /// Starts the node and waits until it serves.
    func start(_ flags: [String] = []) throws {
        if try !startOrRefuse(flags) {
            throw AttemptError("node \(number) does not start: \(said(since: 0).suffix(2_000))")
        }
    }

    /// - Returns: Whether it serves; false when it has ended.
    func startOrRefuse(_ flags: [String] = []) throws -> Bool {
        let mark = logMark
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments =
            [
                "start", "--home", home, "--p2p.laddr", "tcp://127.0.0.1:\(port)", "--rpc.laddr",
                "tcp://127.0.0.1:\(port + 1)",
            ] + flags
        if !FileManager.default.fileExists(atPath: output) {
            _ = FileManager.default.createFile(atPath: output, contents: nil)
        }
        guard let file = FileHandle(forWritingAtPath: output) else { throw AttemptError("no file \(output)") }
        try file.seekToEnd()
        process.standardOutput = file
        process.standardError = file
        process.standardInput = FileHandle.nullDevice
        try process.run()
        self.process = process
        let deadline = Date(timeIntervalSinceNow: 60)
        while Date() < deadline {
            if said(since: mark).contains("serving RPC") { return true }
            if !process.isRunning { return false }
            poll(nil, 0, 10)
        }
        throw AttemptError("node \(number) neither serves nor ends")
    }

    func kill() {
        guard let process else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        self.process = nil
    }

    func stop() throws {
        guard let process else { return }
        process.terminate()
        process.waitUntilExit()
        self.process = nil
        if process.terminationStatus != 0 {
            throw AttemptError("node \(number) ends with \(process.terminationStatus)")
        }
    }

    /// How much it has written.
    var logMark: Int { (try? FileManager.default.attributesOfItem(atPath: output)[.size] as? Int) ?? 0 }

    func said(since mark: Int) -> String {
        guard let file = FileHandle(forReadingAtPath: output) else { return "" }
        try? file.seek(toOffset: UInt64(mark))
        return String(decoding: (try? file.readToEnd()) ?? Data(), as: UTF8.self)
    }

    /// As a backup program does it that knows nothing of databases: file by file, while the node writes.
    func copyLiveData(to copy: String) throws {
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        for case let name as String in FileManager.default.enumerator(atPath: data) ?? .init() {
            var isFolder: ObjCBool = false
            let from = "\(data)/\(name)"
            if !FileManager.default.fileExists(atPath: from, isDirectory: &isFolder) { continue }
            if isFolder.boolValue {
                try FileManager.default.createDirectory(atPath: "\(copy)/\(name)", withIntermediateDirectories: true)
            } else {
                // A file of the log may have got another name meanwhile.
                try? FileManager.default.copyItem(atPath: from, toPath: "\(copy)/\(name)")
            }
        }
    }
}

/// Why an attempt came to no end.
struct AttemptError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
