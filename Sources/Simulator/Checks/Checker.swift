import ABCI
import Chain
import Consensus
import Cryptography
import Engine
import Execution
import PeerMessages

/// Watches all the time what must never happen.
struct Checker {
    private struct SignedStepKey: Hashable {
        let node: Int
        let height: Height
        let round: Round
        let type: SignedMessageType
    }

    /// The chain as the first honest node committed it, with the state after each block; its first has none.
    private var chain: [(block: CommittedBlock?, state: ChainState)]
    private var signed: [SignedStepKey: BlockID] = [:]
    private var submitted: [ClientID: Hash] = [:]
    private var locks = LockMonitor()
    private var answered: [(hash: Hash, height: Height)] = []

    init(genesisState: ChainState) {
        chain = [(nil, genesisState)]
    }

    /// A node's application has taken in the genesis.
    mutating func noteInitialized(_ state: ChainState) {
        if chain.count == 1 { chain[0].state = state }
    }

    // MARK: Blocks

    /// A node has committed a block.
    mutating func note(_ block: CommittedBlock, of node: Node, _ verifier: Verifier) -> Violation? {
        let place = Int(block.height.rawValue)
        if place < chain.count {
            guard let first = chain[place].block else { return nil }
            if first.block.id != block.block.id {
                return .disagreement(
                    height: block.height, "node \(node.index) has \(block.block.id), others \(first.block.id)")
            }
            let isSame = chain[place].state.appHash == block.state.appHash
            return isSame ? nil : .appHashes(height: block.height)
        }
        if place > chain.count {
            return .invalidBlock(height: block.height, "node \(node.index) leaves heights out")
        }
        let before = chain[place - 1].state
        if let rejection = verifier.rejection(of: block.block.block, by: before) {
            return .invalidBlock(height: block.height, "\(rejection)")
        }
        if let text = CommitCheck(verifier: verifier, chainID: before.chainID).fault(
            block.seenCommit.commit, of: before.validators, model: before.consensusParameters.faultModel)
        {
            return .invalidBlock(height: block.height, "its commit: \(text)")
        }
        if place > 1, let commit = block.block.block.lastCommit,
            let text = CommitCheck(verifier: verifier, chainID: before.chainID).fault(
                commit, of: before.lastValidators, model: before.consensusParameters.faultModel)
        {
            return .invalidBlock(height: block.height, "its last commit: \(text)")
        }
        chain.append((block, block.state))
        // A node may be some heights behind, but not many: what it votes there is decided.
        if place > 20 { locks.forget(through: Height(Int64(place - 20))) }
        return nil
    }

    /// Anybody signed a vote.
    mutating func noteSigned(_ vote: Vote) { locks.noteSigned(vote) }

    // MARK: What leaves

    /// An honest node sends a message.
    mutating func noteSent(
        _ message: PeerMessage, from node: Node, _ process: Process, after release: Release?
    ) -> Violation? {
        let key: SignedStepKey
        let blockID: BlockID
        switch message {
        case .consensus(.vote(let vote)) where vote.validatorAddress == node.publicKey.address:
            key = SignedStepKey(node: node.index, height: vote.height, round: vote.round, type: vote.type)
            blockID = vote.blockID
        case .consensus(.proposal(let proposal)) where process.ownProposals.contains(proposal.signature):
            key = SignedStepKey(
                node: node.index, height: proposal.height, round: proposal.round, type: .proposal)
            blockID = proposal.blockID
        default: return nil
        }
        if release == nil { return .releasedEarly(node: node.index, "\(message)") }
        if case .logged(let position)? = release {
            node.releasedThrough = max(node.releasedThrough ?? position, position)
        }
        if let earlier = signed[key], earlier != blockID {
            return .doubleSign(
                node: node.index, "\(key.height)/\(key.round)/\(key.type): \(earlier) and \(blockID)")
        }
        signed[key] = blockID
        let before = Int(key.height.rawValue) - 1
        if case .consensus(.vote(let vote)) = message, chain.indices.contains(before) {
            let state = chain[before].state
            let fault = locks.noteSent(
                vote, by: node.index, state.validators, state.consensusParameters.faultModel)
            if let fault { return .brokenLock(node: node.index, fault) }
        }
        return nil
    }

    // MARK: Clients

    mutating func noteSubmitted(_ transaction: Transaction, _ client: ClientID) {
        submitted[client] = transaction.hash
    }

    mutating func note(_ reply: ClientReply, _ client: ClientID, of node: Node) -> Violation? {
        guard case .committed(let verdict, _, let hash, let height) = reply, verdict.code == 0, height > 0 else {
            return nil
        }
        if submitted[client] != hash {
            return .answeredTransactionLost("client \(client.rawValue) is answered about another transaction")
        }
        if node.disk.height < height {
            return .answeredTransactionLost("answered before height \(height) was durable on node \(node.index)")
        }
        answered.append((hash, height))
        return nil
    }

    /// What is only known at the end.
    func finalViolation(_ nodes: [Node]) -> Violation? {
        for (hash, height) in answered {
            let place = Int(height.rawValue)
            let transactions = chain.indices.contains(place) ? chain[place].block?.block.block.data.transactions : nil
            if transactions?.contains(where: { $0.hash == hash }) != true {
                return .answeredTransactionLost("not in the block of height \(height)")
            }
        }
        return nil
    }

    /// Answers to clients so far.
    var answers: Int { answered.count }
}
