import Chain
import Consensus
import Cryptography
import Execution

/// Checks signatures for all nodes of a world. The same key, message and signature are checked once: the engine still asks
/// for every check, and gets what checking gave.
final class Verifier {
    private struct Triple: Hashable {
        let publicKey: PublicKey
        let message: [UInt8]
        let signature: Signature
    }

    private struct VoteKey: Hashable {
        let vote: Vote
        let publicKey: PublicKey
    }

    private struct ProposalKey: Hashable {
        let proposal: Proposal
        let publicKey: PublicKey
    }

    private let chainID: ChainID
    private var votes: [VoteKey: VerifiedVote?] = [:]
    private var proposals: [ProposalKey: VerifiedProposal?] = [:]
    private var signatures: [Triple: Bool] = [:]

    init(chainID: ChainID) {
        self.chainID = chainID
    }

    func verify(_ vote: Vote, _ publicKey: PublicKey) -> VerifiedVote? {
        let key = VoteKey(vote: vote, publicKey: publicKey)
        if let known = votes[key] { return known }
        let verified = VerifiedVote(verifying: vote, chainID: chainID, publicKey: publicKey)
        votes[key] = .some(verified)
        if verified != nil && vote.type == .precommit {
            let message = vote.signBytes(chainID: chainID)
            signatures[Triple(publicKey: publicKey, message: message, signature: vote.signature)] = true
        }
        return verified
    }

    func verify(_ proposal: Proposal, _ publicKey: PublicKey) -> VerifiedProposal? {
        let key = ProposalKey(proposal: proposal, publicKey: publicKey)
        if let known = proposals[key] { return known }
        let verified = VerifiedProposal(verifying: proposal, chainID: chainID, publicKey: publicKey)
        proposals[key] = .some(verified)
        return verified
    }

    func verify(_ check: SignatureCheck) -> Bool {
        let key = Triple(publicKey: check.publicKey, message: check.message, signature: check.signature)
        if let known = signatures[key] { return known }
        let isValid = check.verify()
        signatures[key] = isValid
        return isValid
    }

    /// What the verification lane does with a block.
    func rejection(of block: Block, by state: ChainState, verifiesLastCommit: Bool = true) -> BlockRejection? {
        do {
            try state.check(block, verifiesLastCommit: false)
            guard verifiesLastCommit, let verification = try state.lastCommitVerification(of: block) else { return nil }
            do {
                try verification.finish(isValid: verify)
            } catch {
                return BlockRejection(error)
            }
            return nil
        } catch {
            return error
        }
    }
}
