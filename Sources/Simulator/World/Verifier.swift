import Chain
import Consensus
import Cryptography
import Execution

/// Checks signatures for all nodes of a world: the engine asks for every check, and gets what checking gave. The same key,
/// message and signature are checked once, and not at all when the world itself signed that message with that key.
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

    /// The key of this vote has just signed it.
    func noteSigned(_ vote: Vote, by publicKey: PublicKey) {
        noteSigned(vote.signBytes(chainID: chainID), vote.signature, publicKey)
        if !vote.extensionSignature.bytes.isEmpty {
            noteSigned(vote.extensionSignBytes(chainID: chainID), vote.extensionSignature, publicKey)
        }
    }

    /// The key of this proposal has just signed it.
    func noteSigned(_ proposal: Proposal, by publicKey: PublicKey) {
        noteSigned(proposal.signBytes(chainID: chainID), proposal.signature, publicKey)
    }

    private func noteSigned(_ message: [UInt8], _ signature: Signature, _ publicKey: PublicKey) {
        signatures[Triple(publicKey: publicKey, message: message, signature: signature)] = true
    }

    func verify(_ vote: Vote, _ publicKey: PublicKey) -> VerifiedVote? {
        let key = VoteKey(vote: vote, publicKey: publicKey)
        if let known = votes[key] { return known }
        let verified = VerifiedVote(
            verifying: vote, chainID: chainID, publicKey: publicKey, isValid: judge(of: publicKey))
        votes[key] = .some(verified)
        return verified
    }

    func verify(_ proposal: Proposal, _ publicKey: PublicKey) -> VerifiedProposal? {
        let key = ProposalKey(proposal: proposal, publicKey: publicKey)
        if let known = proposals[key] { return known }
        let verified = VerifiedProposal(
            verifying: proposal, chainID: chainID, publicKey: publicKey, isValid: judge(of: publicKey))
        proposals[key] = .some(verified)
        return verified
    }

    func verify(_ check: SignatureCheck) -> Bool {
        isValid(Triple(publicKey: check.publicKey, message: check.message, signature: check.signature))
    }

    private func judge(of publicKey: PublicKey) -> (Signature, [UInt8]) -> Bool {
        { signature, message in
            self.isValid(Triple(publicKey: publicKey, message: message, signature: signature))
        }
    }

    private func isValid(_ triple: Triple) -> Bool {
        if let known = signatures[triple] { return known }
        let isValid = triple.publicKey.verify(triple.signature, of: triple.message)
        signatures[triple] = isValid
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
