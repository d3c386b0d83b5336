import Foundation
import WideAreaNetwork

/// Four validators, the load on them, and what their keys have signed.
final class TestNetwork {
    static let validators = 4
    private static let patience = 120.0
    private static let passphrase = ["DAON_KEYRING_PASSPHRASE": "correct horse battery"]

    let folder: String
    let machines: [Machine]
    let ledger = SignatureLedger()
    private let program: String
    private let port: Int
    private let load: Load
    private var clones = 0
    private var addresses: [Int: String] = [:]

    init(node: String, folder: String, port: Int) throws {
        program = node
        self.folder = folder
        self.port = port
        if FileManager.default.fileExists(atPath: folder) { throw AttemptError("\(folder) is there already") }
        try TestNetwork.run(
            program,
            [
                "testnet", "--local", "--v", "\(TestNetwork.validators)", "--o", folder, "--p2p-port", "\(port)",
                "--chain-id", "double-sign", "--proxy_app", "kvstore", "--consensus.timeout_commit", "150ms",
                "--consensus.timeout_propose", "800ms", "--consensus.timeout_prevote", "300ms",
                "--consensus.timeout_precommit", "300ms", "--p2p.addr_book_strict=false",
                "--p2p.allow_duplicate_ip=true",
            ])
        machines = (0..<TestNetwork.validators).map {
            Machine($0, program: node, home: "\(folder)/node\($0)", port: port + 10 * $0)
        }
        load = Load(machines.map(\.client))
    }

    func start() throws {
        for machine in machines { try machine.start() }
        for machine in machines {
            guard let info = machine.client.call("status")?["validator_info"] as? [String: Any],
                let address = info["address"] as? String
            else { throw AttemptError("node \(machine.number) does not say who it is") }
            addresses[machine.number] = address
        }
        load.start()
        for machine in machines { try waitUntilSigning(machine) }
    }

    /// Ends all nodes and looks at everything once more.
    func finish() {
        load.stop()
        for machine in machines {
            machine.kill()
            look(at: machine)
        }
    }

    func end() {
        load.stop()
        for machine in machines { machine.kill() }
        if ledger.contradictions.isEmpty { try? FileManager.default.removeItem(atPath: folder) }
    }

    // MARK: The chain

    /// The height of the node that is furthest, without this one.
    func height(besides victim: Machine) throws -> Int64 {
        let heights = machines.filter { $0 !== victim }.compactMap(\.client.height)
        guard let highest = heights.max() else { throw AttemptError("nobody answers") }
        return highest
    }

    func waitForHeight(_ height: Int64, besides victim: Machine) throws {
        try eventually("height \(height)") { try self.height(besides: victim) >= height }
    }

    /// Waits until a block above a height has a validator's signature.
    func waitForSignature(of victim: Machine, above height: Int64) throws {
        try eventually("a signature of node \(victim.number) above \(height)") {
            try hasSigned(victim, above: height)
        }
    }

    /// Whether the last block is above a height and has a validator's signature.
    private func hasSigned(_ machine: Machine, above height: Int64) throws -> Bool {
        let current = try self.height(besides: machine)
        return current > height && signers(at: current).contains(addresses[machine.number] ?? "")
    }

    /// Waits until a validator takes part again, and its node says nothing to the contrary.
    func waitUntilSigning(_ machine: Machine) throws {
        if try !isSigningBeforeItEnds(machine) {
            throw AttemptError("node \(machine.number) has ended: \(machine.said(since: 0).suffix(3_000))")
        }
    }

    /// Waits until a validator takes part again.
    ///
    /// - Returns: false when its node has ended before that.
    func isSigningBeforeItEnds(_ machine: Machine) throws -> Bool {
        let start = try height(besides: machine)
        do {
            try eventually("a signature of node \(machine.number) above \(start)") {
                try !machine.isRunning || hasSigned(machine, above: start)
            }
        } catch {
            let status = machine.client.call("status").map { "\($0)" } ?? "no answer"
            throw AttemptError("\(error); its status: \(status); its log: \(machine.said(since: 0).suffix(3_000))")
        }
        return machine.isRunning
    }

    private func signers(at height: Int64) -> [String] {
        for machine in machines {
            guard
                let header = machine.client.call("commit", ["height": "\(height)"])?["signed_header"] as? [String: Any],
                let commit = header["commit"] as? [String: Any], let all = commit["signatures"] as? [[String: Any]]
            else { continue }
            let signed = all.filter { $0["block_id_flag"] as? Int == 2 }.compactMap {
                $0["validator_address"] as? String
            }
            if !signed.isEmpty { return signed }
        }
        return []
    }

    private func eventually(_ what: String, _ look: () throws -> Bool) throws {
        let deadline = Date(timeIntervalSinceNow: TestNetwork.patience)
        while try !look() {
            if Date() >= deadline { throw AttemptError("not in \(Int(TestNetwork.patience)) s: \(what)") }
            poll(nil, 0, 20)
        }
    }

    /// Takes in what a node's log has.
    func look(at machine: Machine) {
        ledger.read(machine.log, of: "node \(machine.number)", scratch: "\(folder)/scratch")
    }

    // MARK: Clones

    /// A copy of a whole home, which listens on other ports.
    func clone(of machine: Machine, isStopped: Bool) throws -> Machine {
        clones += 1
        let home = "\(folder)/clone\(clones)"
        // Others may run programs of their own here.
        let ports = (0..<50).map { port + 10 * (TestNetwork.validators + (clones + $0) % 50) }
        guard let free = ports.first(where: { Loopback.isFree($0) && Loopback.isFree($0 + 1) }) else {
            throw AttemptError("no free ports")
        }
        let clone = Machine(100 + machine.number, program: program, home: home, port: free)
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: "\(machine.home)/config", toPath: "\(home)/config")
        if isStopped {
            try FileManager.default.copyItem(atPath: machine.data, toPath: clone.data)
        } else {
            try machine.copyLiveData(to: clone.data)
        }
        return clone
    }

    func giveOtherName(_ clone: Machine) throws {
        let other = "\(folder)/other"
        try? FileManager.default.removeItem(atPath: other)
        try command(["init", "other", "--home", other, "--chain-id", "other"])
        try FileManager.default.removeItem(atPath: "\(clone.home)/config/node_key.json")
        try FileManager.default.moveItem(
            atPath: "\(other)/config/node_key.json", toPath: "\(clone.home)/config/node_key.json")
    }

    func discard(_ clone: Machine) {
        clone.kill()
        look(at: clone)
        if ledger.contradictions.isEmpty { try? FileManager.default.removeItem(atPath: clone.home) }
    }

    // MARK: Commands

    func command(_ arguments: [String]) throws { try TestNetwork.run(program, arguments) }

    private static func run(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(passphrase) { $1 }
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        if process.terminationStatus != 0 {
            throw AttemptError("\(arguments.prefix(2)): \(String(decoding: output, as: UTF8.self).suffix(1_000))")
        }
    }
}
