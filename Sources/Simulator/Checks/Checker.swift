import ABCI
import Chain
import Consensus
import Cryptography
import Engine
import Execution
import PeerMessages
import Sync

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
    private var honest: Set<Address>
    private let hasVersions: Bool
    private var signed: [SignedStepKey: BlockID] = [:]
    private var submitted: [ClientID: Hash] = [:]
    /// What clients sent that is of a later version of the registry's messages than the first.
    private(set) var news: [Hash: Transaction] = [:]
    private var locks = LockMonitor()
    private var answered: [(hash: Hash, height: Height)] = []
    /// Evidence that a block has.
    private var committedEvidence: Set<EvidenceKey> = []
    /// The height of the chain when an honest node first had evidence that no block has.
    private var pendingEvidence: [EvidenceKey: Int] = [:]

    /// - Parameters:
    ///   - honest: Addresses of validators that do not lie.
    ///   - hasVersions: Whether the chain votes for versions of the registry's messages.
    init(genesisState: ChainState, honest: Set<Address>, hasVersions: Bool) {
        self.hasVersions = hasVersions
        chain = [(nil, genesisState)]
        self.honest = honest
    }

    /// The height of the chain.
    var height: Int { chain.count - 1 }

    /// Somebody else has got hold of an honest validator's key.
    mutating func noteCompromised(_ address: Address) { honest.remove(address) }

    /// An honest node has this key from now on.
    mutating func noteHonest(_ address: Address) { honest.insert(address) }

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
            if chain[place].state.appHash != block.state.appHash { return .appHashes(height: block.height) }
            // Its commit may be another than that of the others.
            let before = chain[place - 1].state
            return CommitCheck(verifier: verifier, chainID: before.chainID)
                .fault(
                    block.seenCommit.commit, of: before.validators, model: before.consensusParameters.faultModel
                )
                .map { .invalidBlock(height: block.height, "node \(node.index)'s commit: \($0)") }
        }
        if place > chain.count {
            return .invalidBlock(height: block.height, "node \(node.index) leaves heights out")
        }
        if let text = fault(of: block, after: chain[place - 1].state, verifier) {
            return .invalidBlock(height: block.height, text)
        }
        for piece in block.block.block.evidence where !committedEvidence.insert(piece.key).inserted {
            return .invalidBlock(height: block.height, "evidence that an earlier block has")
        }
        chain.append((block, block.state))
        // A node may be some heights behind, but not many: what it votes there is decided.
        if place > 20 { locks.forget(through: Height(Int64(place - 20))) }
        return nil
    }

    private func fault(of block: CommittedBlock, after state: ChainState, _ verifier: Verifier) -> String? {
        if let text = BlockCheck(state: state, honest: honest).fault(block.block.block) { return text }
        if let rejection = verifier.rejection(of: block.block.block, by: state) { return "\(rejection)" }
        let model = state.consensusParameters.faultModel
        let check = CommitCheck(verifier: verifier, chainID: state.chainID)
        if let text = check.fault(block.seenCommit.commit, of: state.validators, model: model) {
            return "its commit: \(text)"
        }
        if block.height > 1, let commit = block.block.block.lastCommit,
            let text = check.fault(commit, of: state.lastValidators, model: model)
        {
            return "its last commit: \(text)"
        }
        return nil
    }

    /// Somebody gave a vote: a liar signed it, or an honest node's log has it.
    mutating func noteGiven(_ vote: Vote) { locks.noteGiven(vote) }

    /// A node has lost its data, and its lock with it. What it signed is held against it all the same.
    mutating func forgetLocks(of node: Node) { locks.forget(node: node.index) }

    // MARK: What leaves

    /// What is wrong with what an honest node does; nil for nothing.
    func fault(of action: Action, _ node: Node, _ process: Process) -> Violation? {
        switch action {
        case .call(.finalizeBlock(let request)):
            // One after the other; a few at once only while blocks are fetched, when nothing is signed.
            let ahead = request.height.previous.rawValue - node.disk.height.rawValue
            let maximum = process.engine.isCatchingUp ? Int64(SyncLimits.storingMaximum) - 1 : 0
            if !(0...maximum).contains(ahead) {
                return .ahead(node: node.index, "executes \(request.height) when \(node.disk.height) is durable")
            }
        case .signVote, .signProposal:
            if process.engine.isCatchingUp {
                return .signedUnlogged(node: node.index, "is to sign while it fetches blocks")
            }
            if let violation = fault(ofSigning: action, node) { return violation }
        case .reply(let client, .committed(let verdict, _, _, let height))
        where verdict.code == 0 && height > node.disk.height:
            return .answeredTransactionLost(
                "client \(client.rawValue) is answered when node \(node.index) has not stored height \(height)")
        default: break
        }
        for signature in signatures(in: action, of: node, process)
        where node.ownSignatures.contains(signature) && !node.durableSignatures.contains(signature) {
            return .releasedEarly(node: node.index, "\(action.name) holds a signature that the log does not have yet")
        }
        return nil
    }

    private func fault(ofSigning action: Action, _ node: Node) -> Violation? {
        switch action {
        case .signVote(let vote) where vote.height <= node.unloggedThrough:
            .signedUnlogged(node: node.index, "is to sign \(vote), and its log was cut there")
        case .signProposal(let proposal) where proposal.height <= node.unloggedThrough:
            .signedUnlogged(
                node: node.index, "is to sign a proposal at \(proposal.height), and its log was cut there")
        default: nil
        }
    }

    /// A node's own signatures in what leaves the process, is stored or shown. Those of heights that are stored are as
    /// durable as can be.
    private func signatures(in action: Action, of node: Node, _ process: Process) -> [Signature] {
        func signatures(in commit: Commit?, _ height: Height) -> [Signature] {
            guard let commit, height > node.disk.height else { return [] }
            return commit.signatures.filter { $0.validatorAddress == node.address }.map(\.signature)
        }
        switch action {
        case .send(.consensus(.vote(let vote)), _), .publish(.consensus(.vote(let vote))):
            return vote.validatorAddress == node.address && vote.height > node.disk.height
                ? [vote.signature] : []
        case .send(.consensus(.proposal(let proposal)), _), .publish(.consensus(.proposal(let proposal))):
            return node.ownSignatures.contains(proposal.signature) && proposal.height > node.disk.height
                ? [proposal.signature] : []
        case .send(.consensus(.blockPart(let part)), _):
            guard let block = process.engine.machine.state?.proposalBlock?.block, block.height == part.height else {
                return []
            }
            return signatures(in: block.lastCommit, block.height.previous)
        case .commit(let block): return signatures(in: block.seenCommit.commit, block.height)
        default: return []
        }
    }

    /// An honest node sends a message.
    mutating func noteSent(_ message: PeerMessage, from node: Node, _ process: Process) -> Violation? {
        let key: SignedStepKey
        let blockID: BlockID
        switch message {
        case .consensus(.vote(let vote)) where vote.validatorAddress == node.address:
            key = SignedStepKey(node: node.owner, height: vote.height, round: vote.round, type: vote.type)
            blockID = vote.blockID
        case .consensus(.proposal(let proposal)) where node.ownSignatures.contains(proposal.signature):
            key = SignedStepKey(
                node: node.owner, height: proposal.height, round: proposal.round, type: .proposal)
            blockID = proposal.blockID
        default: return nil
        }
        if let earlier = signed[key] {
            if earlier == blockID { return nil }
            return .doubleSign(
                node: node.index, "\(key.height)/\(key.round)/\(key.type): \(earlier) and \(blockID)")
        }
        signed[key] = blockID
        node.signedThrough = max(node.signedThrough, key.height)
        if key.height > node.disk.height, let signature = message.signature {
            node.released.append((signature, key.height))
        }
        if case .consensus(.vote(let vote)) = message, let validators = validators(at: vote.height, process),
            let text = locks.noteSent(vote, by: node.owner, validators, model)
        {
            return .brokenLock(node: node.index, text)
        }
        return nil
    }

    /// The validators of a height; those of the node when nobody has stored the height before.
    private func validators(at height: Height, _ process: Process) -> ValidatorSet? {
        let before = Int(height.rawValue) - 1
        if chain.indices.contains(before) { return chain[before].state.validators }
        guard let context = process.engine.machine.context, context.height == height else { return nil }
        return context.validators
    }

    private var model: FaultModel { chain[0].state.consensusParameters.faultModel }

    /// An honest node's lock was one thing before it handled something, and is another now.
    func fault(
        from before: LockSnapshot, to now: LockSnapshot, in round: Round, of node: Node, _ process: Process
    ) -> Violation? {
        guard before.lockedBlock != now.lockedBlock, let validators = validators(at: now.height, process) else {
            return nil
        }
        return locks.fault(from: before, to: now, in: round, validators, model)
            .map { .brokenLock(node: node.index, $0) }
    }

    // MARK: Evidence

    /// What an honest node has for the blocks to come. Nothing goes wrong any more.
    mutating func notePending(_ evidence: [Evidence]) {
        for piece in evidence where pendingEvidence[piece.key] == nil { pendingEvidence[piece.key] = chain.count - 1 }
    }

    // MARK: Clients

    mutating func noteSubmitted(_ transaction: Transaction, _ client: ClientID) {
        submitted[client] = transaction.hash
        if hasVersions { news[transaction.hash] = transaction }
    }

    mutating func note(_ reply: ClientReply, _ client: ClientID) -> Violation? {
        guard case .committed(let verdict, _, let hash, let height) = reply, verdict.code == 0, height > 0 else {
            return nil
        }
        if submitted[client] != hash {
            return .answeredTransactionLost("client \(client.rawValue) is answered about another transaction")
        }
        answered.append((hash, height))
        return nil
    }

    /// What is only known at the end.
    func finalViolation() -> Violation? {
        for (hash, height) in answered {
            let place = Int(height.rawValue)
            let transactions = chain.indices.contains(place) ? chain[place].block?.block.block.data.transactions : nil
            if transactions?.contains(where: { $0.hash == hash }) != true {
                return .answeredTransactionLost("not in the block of height \(height)")
            }
        }
        // Within so many heights it was every validator's turn to propose.
        let patience = chain[chain.count - 1].state.validators.count + 1
        for (key, height) in pendingEvidence.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) })
        where chain.count - 1 > height + patience && !committedEvidence.contains(key)
            && !isOver(key, at: height + patience)
        {
            return .evidenceIgnored(
                "of height \(key.height), pending since \(height), in no block at \(chain.count - 1)")
        }
        return nil
    }

    /// Whether evidence may be too old for a block at a height: a node that is behind takes it all the same.
    private func isOver(_ key: EvidenceKey, at height: Int) -> Bool {
        Int64(height) - key.height.rawValue > chain[0].state.consensusParameters.evidence.maxAgeBlocks
    }

    /// Pieces of evidence in blocks so far.
    var evidence: Int { committedEvidence.count }
}

extension PeerMessage {
    /// The signature of a vote or proposal.
    fileprivate var signature: Signature? {
        switch self {
        case .consensus(.vote(let vote)): vote.signature
        case .consensus(.proposal(let proposal)): proposal.signature
        default: nil
        }
    }
}
