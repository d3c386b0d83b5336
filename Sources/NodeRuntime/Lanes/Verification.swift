import Chain
import Consensus
import Cryptography
import Engine
import Execution
import Store

/// What is checked beside the engine: it takes signatures, and for evidence the committed chain.
enum Verification: Sendable {
    case block(AssembledBlock, against: ChainState, verifiesLastCommit: Bool)
    case evidence(EvidenceExamination)
    case vote(Vote, PublicKey, ChainID, from: NodeID)
    case proposal(Proposal, PublicKey, ChainID, from: NodeID)

    /// - Throws: when the store cannot be read.
    func verify(with archive: ChainStore) throws -> Event {
        switch self {
        case .block(let block, let state, let verifiesLastCommit):
            var rejection: BlockRejection?
            do {
                try state.check(block.block, verifiesLastCommit: verifiesLastCommit)
            } catch {
                rejection = error
            }
            return .blockVerified(rejection, block: block.hash, height: block.block.height)
        case .evidence(let examination):
            return .evidenceVerified(
                try archive.read { snapshot in try examination.finding(from: StoredEvidence(snapshot)) })
        case .vote(let vote, let key, let chainID, let peer):
            return .voteVerified(
                VerifiedVote(verifying: vote, chainID: chainID, publicKey: key), vote: vote, from: peer)
        case .proposal(let proposal, let key, let chainID, let peer):
            return .proposalVerified(
                VerifiedProposal(verifying: proposal, chainID: chainID, publicKey: key), proposal: proposal, from: peer)
        }
    }
}
