import Chain
import Consensus
import Cryptography
import Engine
import Execution
import PeerMessages

/// A proposal made of another block than the proposer's own.
struct Forgery {
    let proposal: Proposal
    let parts: PartSet
    /// Whether only half of the nodes get it.
    let isForHalf: Bool
}

/// What is false in a forged block.
enum Falsehood: Int, CaseIterable {
    /// Nothing, but half of the nodes get another one.
    case nothing
    /// A signature in the last commit is not its validator's.
    case commitSignature
    /// The last commit leaves out the votes that make it a quorum.
    case commitPower
    case appHash
    /// A later time than that of the votes in the last commit.
    case time
    /// Evidence against a validator that did not lie.
    case evidence
}

struct ForgeryKey: Hashable {
    let height: Height
    let round: Round
}

// A proposer that sends false blocks, or one block to some and another to others.
extension World {
    /// What a forger sends instead of its own proposal and its parts; nil for the truth.
    func forgery(of message: PeerMessage, _ node: Node, _ process: Process, to other: Int) -> PeerMessage? {
        switch message {
        case .consensus(.proposal(let proposal)) where node.ownSignatures.contains(proposal.signature):
            let key = ForgeryKey(height: proposal.height, round: proposal.round)
            if node.forgeries[key] == nil, chance.happens(perMille: 500) {
                node.forgeries[key] = forge(proposal, node, process)
            }
            guard let forgery = node.forgeries[key], !forgery.isForHalf || other % 2 == 0 else { return nil }
            return .consensus(.proposal(forgery.proposal))
        case .consensus(.blockPart(let part)):
            guard let forgery = node.forgeries[ForgeryKey(height: part.height, round: part.round)],
                !forgery.isForHalf || other % 2 == 0, let other = forgery.parts[Int(part.part.index)]
            else { return nil }
            return .consensus(.blockPart(BlockPart(height: part.height, round: part.round, part: other)))
        default: return nil
        }
    }

    private func forge(_ proposal: Proposal, _ node: Node, _ process: Process) -> Forgery? {
        guard let known = process.engine.machine.state?.proposalBlock, known.id == proposal.blockID else { return nil }
        let falsehood = Falsehood.allCases[chance.below(Falsehood.allCases.count)]
        guard let block = forge(known.block, falsehood, process),
            let assembled = AssembledBlock(block: block, parts: block.partSet())
        else { return nil }
        var forged = Proposal(
            height: proposal.height, round: proposal.round, polRound: proposal.polRound, blockID: assembled.id,
            timestamp: proposal.timestamp)
        forged.signature = node.key.sign(forged.signBytes(chainID: genesis.chainID))
        return Forgery(
            proposal: forged, parts: assembled.parts,
            isForHalf: falsehood == .nothing || chance.happens(perMille: 500))
    }

    private func forge(_ block: Block, _ falsehood: Falsehood, _ process: Process) -> Block? {
        guard var commit = block.lastCommit else { return nil }
        var header = block.header
        var data = block.data
        var evidence = block.evidence
        let signed = commit.signatures.indices.filter { commit.signatures[$0].flag == .commit }
        switch falsehood {
        case .nothing:
            data = BlockData([Transaction(Array("other\(header.height)=block".utf8))])
            header.dataHash = data.hash
        case .appHash: header.appHash = AppHash(SHA256.hash(header.appHash.bytes).bytes)
        case .time: header.time = header.time.adding(nanoseconds: 1)
        case .commitSignature:
            guard let place = signed.first, let other = signed.last, place != other else { return nil }
            let moved = commit.signatures[place]
            commit.signatures[place] = CommitSig(
                flag: moved.flag, validatorAddress: moved.validatorAddress, timestamp: moved.timestamp,
                signature: commit.signatures[other].signature)
        case .commitPower:
            guard let chain = process.engine.chain, !signed.isEmpty else { return nil }
            for place in signed.dropLast() { commit.signatures[place] = .absent }
            // Nothing else may be wrong with it.
            let model = chain.consensusParameters.faultModel
            header.time = (try? commit.medianTime(of: chain.lastValidators, faultModel: model)) ?? header.time
        case .evidence:
            guard let accusation = accusation(from: commit, process) else { return nil }
            evidence = [accusation]
            header.evidenceHash = EvidenceList(evidence).hash
        }
        header.lastCommitHash = commit.hash
        return Block(header: header, data: data, evidence: evidence, lastCommit: commit)
    }

    /// A precommit of an honest validator, and beside it one that it never gave.
    private func accusation(from commit: Commit, _ process: Process) -> Evidence? {
        guard let chain = process.engine.chain, commit.height == chain.lastBlockHeight else { return nil }
        let honest = Set(nodes.lazy.filter(\.isHonest).map(\.publicKey.address))
        let vote = commit.signatures.indices.lazy.compactMap { commit.vote(at: $0) }
            .first { vote in vote.validatorAddress.map(honest.contains) ?? false }
        guard let vote else { return nil }
        var other = vote
        other.blockID = invented(vote)
        let evidence = try? DuplicateVoteEvidence(
            vote, other, blockTime: chain.lastBlockTime, validators: chain.lastValidators)
        return evidence.map(Evidence.duplicateVote)
    }
}
