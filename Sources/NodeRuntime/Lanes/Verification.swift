import Chain
import Consensus
import Cryptography
import Engine
import Execution
import Invariants
import Store

/// What is checked beside the engine: it takes signatures, and for evidence the committed chain.
enum Verification: Sendable {
    case block(AssembledBlock, against: ChainState, verifiesLastCommit: Bool)
    case evidence(EvidenceExamination)
    case vote(Vote, PublicKey, ChainID, from: NodeID)
    case proposal(Proposal, PublicKey, ChainID, from: NodeID)

    /// How many signatures it is to verify, and nothing else of any size; nil when there is more to it.
    var signatureCount: Int? {
        switch self {
        case .block(let block, _, let verifiesLastCommit):
            // One part of a block is hashed in the time of a signature.
            block.parts.total > 1 ? nil : 1 + (verifiesLastCommit ? block.block.lastCommit?.signatures.count ?? 0 : 0)
        case .evidence: nil
        case .vote(let vote, _, _, _): vote.extensionSignature.bytes.isEmpty ? 1 : 2
        case .proposal: 1
        }
    }

    /// - Throws: when the store cannot be read.
    func verify(with archive: ChainStore) throws -> Event {
        if case .evidence(let examination) = self {
            return .evidenceVerified(
                try archive.read { snapshot in try examination.finding(from: StoredEvidence(snapshot)) })
        }
        guard let event else { brokenInvariant("only evidence needs the chain") }
        return event
    }

    /// The answer to what can be verified without the stored chain; nil for the rest.
    var event: Event? {
        switch self {
        case .block(let block, let state, let verifiesLastCommit):
            var rejection: BlockRejection?
            do {
                try state.check(block.block, verifiesLastCommit: verifiesLastCommit)
            } catch {
                rejection = error
            }
            return .blockVerified(rejection, block: block.hash, height: block.block.height)
        case .evidence: return nil
        case .vote(let vote, let key, let chainID, let peer):
            return .voteVerified(
                VerifiedVote(verifying: vote, chainID: chainID, publicKey: key), vote: vote, from: peer)
        case .proposal(let proposal, let key, let chainID, let peer):
            return .proposalVerified(
                VerifiedProposal(verifying: proposal, chainID: chainID, publicKey: key), proposal: proposal, from: peer)
        }
    }
}

extension Event {
    /// Whether it answers a `Verification`.
    var isVerification: Bool {
        switch self {
        case .blockVerified, .evidenceVerified, .voteVerified, .proposalVerified: true
        default: false
        }
    }
}
