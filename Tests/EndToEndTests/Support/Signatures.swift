import Foundation

/// A block and the signature that decided it, on a chain of one validator.
struct SignedBlock: Equatable {
    let hash: String
    let signature: String
}

/// Signatures that a node has let out, by what they are for.
struct Signatures {
    /// By height, round and step, from the state file: it is written before a signature leaves.
    private(set) var states: [String: String] = [:]
    private(set) var commits: [Int64: SignedBlock] = [:]
    private(set) var lastPrecommit: (height: Int64, signature: String)?

    /// Adds what was seen of a signer's state.
    ///
    /// - Returns: A second signature for the same thing, as text; nil for none.
    @discardableResult
    mutating func add(state: Answer) -> String? {
        guard let height = try? state.height.decimal, let round = try? state.round.number,
            let step = try? state.step.number, let signature = try? state.signature.text
        else { return nil }
        let position = "height \(height), round \(round), step \(step)"
        if let known = states[position], known != signature {
            return "two signatures at \(position): \(known) and \(signature)"
        }
        states[position] = signature
        if step == 3 && height >= lastPrecommit?.height ?? 0 { lastPrecommit = (height, signature) }
        return nil
    }

    @discardableResult
    mutating func add(_ commit: SignedBlock, at height: Int64) -> String? {
        if let known = commits[height], known != commit {
            return "two commits at height \(height): \(known), \(commit)"
        }
        commits[height] = commit
        return nil
    }

    mutating func merge(_ other: (signatures: Signatures, faults: [String]), _ faults: inout [String]) {
        faults += other.faults
        for (position, signature) in other.signatures.states {
            if let known = states[position], known != signature {
                faults.append("two signatures at \(position): \(known) and \(signature)")
            }
            states[position] = signature
        }
        for (height, commit) in other.signatures.commits {
            if let fault = add(commit, at: height) { faults.append(fault) }
        }
        lastPrecommit = other.signatures.lastPrecommit ?? lastPrecommit
    }
}

/// Watches what a node lets out, until the node is gone.
final class SignatureObserver: @unchecked Sendable {
    private let condition = NSCondition()
    // All under `condition`.
    private var signatures = Signatures()
    private var faults: [String] = []
    private var isAsked = false
    private var running = 2

    init(_ stateFile: String, _ rpc: RPCClient) {
        let file = URL(filePath: stateFile)
        watch { [self] in
            // Twice the same: not in the middle of a write.
            guard let content = try? Data(contentsOf: file), content == (try? Data(contentsOf: file)),
                let state = try? JSONSerialization.jsonObject(with: content)
            else { return }
            condition.withLock { if let fault = signatures.add(state: Answer(state)) { faults.append(fault) } }
        }
        watch { [self] in
            guard let height = try? rpc.call("status").sync_info.latest_block_height.decimal,
                let commit = (try? rpc.commit(at: height)) ?? nil
            else { return }
            condition.withLock { if let fault = signatures.add(commit, at: height) { faults.append(fault) } }
        }
    }

    private func watch(_ look: @escaping () -> Void) {
        nonisolated(unsafe) let look = look
        let thread = Thread { [self] in
            while !condition.withLock({ isAsked }) {
                look()
                poll(nil, 0, 1)
            }
            condition.withLock {
                running -= 1
                condition.broadcast()
            }
        }
        thread.start()
    }

    func finish() -> (signatures: Signatures, faults: [String]) {
        condition.withLock {
            isAsked = true
            while running > 0 { condition.wait() }
            return (signatures, faults)
        }
    }
}

extension RPCClient {
    /// The block of a height and the one signature of its commit; nil when the chain is not there yet.
    func commit(at height: Int64) throws -> SignedBlock? {
        if try call("status").sync_info.latest_block_height.decimal < height || height < 1 { return nil }
        let commit = try call("commit", ["height": "\(height)"]).signed_header.commit
        return SignedBlock(hash: try commit.block_id.hash.text, signature: try commit.signatures[0].signature.text)
    }
}
