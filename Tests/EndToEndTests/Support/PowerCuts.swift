import Foundation
import Testing

/// One home through many power cuts, and what its node has told about itself before each.
///
/// The library `PowerCut` takes back a random part of what no sync had covered when the power went.
struct PowerCuts {
    static let library =
        Bundle.main.executableURL?.deletingLastPathComponent().appending(path: "libPowerCut.so").path ?? ""

    /// A kind of sync that is left out, as the library names it; empty for none.
    let without: String
    let home: TestHome
    /// How long some values are: long ones make the log go on in another file.
    private let largeBytes: Int
    private var generator: SplitMix
    private var round = 0
    /// Transactions that were answered: all, and those of the last rounds.
    private(set) var answered: [Load.Transaction] = []
    private var recent: ArraySlice<Load.Transaction> = []
    private var signatures = Signatures()

    init(seed: UInt64, without: String = "", largeBytes: Int = 100_000) throws {
        self.without = without
        self.largeBytes = largeBytes
        home = try TestHome()
        generator = SplitMix(seed: seed)
    }

    /// Starts the node, looks whether anything is lost, and cuts the power while it works.
    ///
    /// - Returns: What is wrong; nothing for a node that survives.
    mutating func cut() throws -> [String] {
        round += 1
        // One in four falls into the start itself. That is where files begin, and where alone the log syncs more than
        // its records.
        let isEarly = without == "log-header" || Int.random(in: 0..<4, using: &generator) == 0
        let operation = isEarly ? 1...40 : 40...400
        let process = try NodeProcess(
            ["start", "--home", home.path, "--proxy_app", "kvstore", "--rpc.laddr", "tcp://127.0.0.1:0"]
                // With empty blocks most cuts fall between consensus and the store, without them into transactions.
                + ["--consensus.timeout_commit", "1ms", "--consensus.create_empty_blocks=\(round % 2 == 0)"],
            environment: [
                "LD_PRELOAD": PowerCuts.library, "POWER_CUT_FOLDER": home.path(of: "data"),
                "POWER_CUT_AT": "\(Int.random(in: operation, using: &generator))",
                "POWER_CUT_SEED": "\(generator.next())", "POWER_CUT_WITHOUT": without,
            ])
        var faults: [String] = []
        if let rpc = RunningNode.client(of: process) {
            let observer = SignatureObserver(home.path(of: "data/priv_validator_state.json"), rpc)
            faults += verify(rpc, recent)
            let load = Load(rpc, clients: 2, prefix: "cut-\(round)", largeBytes: largeBytes)
            if process.wait(within: 30) == .none {
                // It stands still: what it says of itself tells why.
                let state = (try? rpc.call("dump_consensus_state").round_state).map { "\($0)" } ?? "no answer"
                let waiting = (try? rpc.call("num_unconfirmed_txs")).map { "\($0)" } ?? "no answer"
                faults.append("it stands still: \(waiting) \(state)")
                process.stop(SIGKILL)
            }
            let answered = load.finish()
            self.answered += answered
            recent = (recent + answered).suffix(60)
            signatures.merge(observer.finish(), &faults)
        }
        let end = process.wait(within: 60)
        let errors = process.errors.all(within: 60)
        if case .signal(let number) = end, number != SIGKILL, !without.hasPrefix("store") {
            // Only what LMDB has mapped may be so broken that reading it ends the process.
            Issue.record("crashed by signal \(number): \(errors.prefix(40))")
        }
        if end != .signal(SIGKILL) || errors != ["power cut"] { faults.append("it ended with \(end): \(errors)") }
        return faults
    }

    /// Starts the node as it is, and looks whether anything at all is lost.
    mutating func finish() throws -> [String] {
        let node: RunningNode
        do {
            node = try home.start()
        } catch {
            return ["\(error)"]
        }
        let faults = verify(node.rpc, answered[...])
        node.process.stop(SIGTERM)
        return faults
    }

    /// What a client does not find again. That the node goes while it is asked is no fault.
    private func verify(_ rpc: RPCClient, _ transactions: ArraySlice<Load.Transaction>) -> [String] {
        var faults: [String] = []
        for transaction in transactions {
            guard let response = try? rpc.call("abci_query", ["data": RPCClient.hexadecimal(transaction.key)]) else {
                return faults
            }
            let value = response.response.value.isThere ? try? response.response.value.base64 : nil
            if value != Data(transaction.value.utf8) {
                faults.append("transaction \(transaction.key) of height \(transaction.height) is lost")
            }
        }
        for (height, commit) in signatures.commits.sorted(by: { $0.key < $1.key }).suffix(5) {
            guard let found = (try? rpc.commit(at: height)) ?? nil else { return faults }
            if found != commit { faults.append("height \(height) had \(commit), now has \(found)") }
        }
        // What the node had signed, and perhaps told others, is what it goes on with.
        if let (height, signature) = signatures.lastPrecommit {
            do {
                let found = try eventually("height \(height)") { try rpc.commit(at: height) }
                if found.signature != signature {
                    faults.append("height \(height) was signed with \(signature), its commit has \(found.signature)")
                }
            } catch { return faults }
        }
        return faults
    }
}

/// Numbers that a seed repeats (Steele et al., SplitMix64).
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
