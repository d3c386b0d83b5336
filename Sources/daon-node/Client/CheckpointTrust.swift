import Chain
import Checkpoints
import Cryptography
import Execution
import LightClient
import NodeRuntime
import NodeSettings
import RegistryClient
import Wire

/// Whether a checkpoint's block is the chain's, told from a block that the operator knows to be.
struct CheckpointTrust: Sendable {
    let block: TrustedBlock
    /// Nodes that are asked for headers; none, or at least two.
    private let servers: [NodeClient]
    private let period: Nanoseconds
    private let genesis: GenesisDocument

    /// - Parameters:
    ///   - height: Of the trusted block; nil for `statesync.trust_height`.
    ///   - hash: Its hash; nil for `statesync.trust_hash`.
    /// - Returns: nil when nothing is trusted.
    init?(
        _ settings: StateSyncSettings, height: Int64?, hash: String?, genesis: GenesisDocument
    ) throws {
        if (height == nil) != (hash == nil) {
            throw CommandError(description: "--trust-height and --trust-hash go together: one block has both")
        }
        let text = hash ?? settings.trustHash
        let number = height ?? Int64(settings.trustHeight)
        if text.isEmpty && number == 0 { return nil }
        let source = hash == nil ? "statesync.trust_hash" : "--trust-hash"
        guard let hash = try checkpointHash(text, source), let raw = UInt64(exactly: number), raw > 0 else {
            throw CommandError(
                description:
                    "\(hash == nil ? "statesync.trust_height" : "--trust-height") \(number): name the height of a "
                    + "block, and its hash with it")
        }
        block = TrustedBlock(height: raw, hash: hash)
        if settings.rpcServers.count == 1 {
            throw CommandError(
                description:
                    "statesync.rpc_servers: name at least two nodes, so that one that lies is found out, or none")
        }
        servers = try settings.rpcServers.map { server in
            do {
                return NodeClient(try NodeAddress(server))
            } catch {
                throw CommandError(
                    description: "statesync.rpc_servers: \(server) is no address of a node: expected one such as "
                        + "http://127.0.0.1:26657")
            }
        }
        period = settings.trustPeriod
        self.genesis = genesis
    }

    /// The only block of which a checkpoint may be taken, when there is nobody to ask for headers.
    var only: TrustedBlock? { servers.isEmpty ? block : nil }

    /// Looks for a way from the trusted block to the checkpoint's.
    ///
    /// It is verified up to the header that followed: that one has the hash of the state.
    func verdict(_ outline: CheckpointOutline) -> SnapshotVerdict {
        let head = outline.head
        if UInt64(exactly: head.height.rawValue) == block.height {
            if head.state.lastBlockID.hash == block.hash { return .trusted }
            return .false(
                "its block of height \(head.height) has the hash \(head.state.lastBlockID.hash?.description ?? "none"), "
                    + "the trusted one \(block.hash)")
        }
        guard let next = head.nextHeader.hash, let start = Int64(exactly: block.height) else {
            return .unknown("there is no such height")
        }
        let verifier = LightVerifier(
            trustingPeriod: period,
            faultModel: (genesis.consensusParameters ?? ConsensusParameters()).faultModel)
        var agreeing: [NodeClient] = [], contradictions: [String] = [], problems: [String] = []
        for server in servers {
            do {
                let found = try HeaderChain(source: server, verifier: verifier).header(
                    head.height.next, trusting: Height(start), block.hash, now: SystemTime.now)
                if found.header.hash != next {
                    contradictions.append(
                        "\(server.address) has another block of height \(head.height.next), and it follows from the trusted "
                            + "one")
                } else if found.validatorSet.proposerPriorityHash != head.state.validators.proposerPriorityHash {
                    // Nothing that is signed tells whose turn it is to propose (ASA-2024-009).
                    contradictions.append(
                        "\(server.address) says that it is other validators' turn to propose after height \(head.height)"
                    )
                } else {
                    agreeing.append(server)
                }
            } catch {
                problems.append("\(server.address): \(error)")
            }
        }
        if let contradiction = contradictions.first {
            guard let server = agreeing.first else { return .false(contradiction) }
            return .unknown("\(contradiction); \(server.address) says what the checkpoint does: one of them is false")
        }
        // One alone could show the chain that its old validators forged for it.
        if agreeing.count >= 2 { return .trusted }
        return .unknown(
            "two of statesync.rpc_servers must show its block to follow from the trusted one of height \(block.height); "
                + "\(agreeing.count) did. \(problems.joined(separator: "; "))")
    }
}
