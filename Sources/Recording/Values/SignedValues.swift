import Chain
import Consensus
import Cryptography
import Wire

// Votes and proposals whose signatures were verified. The proof is not written but made again: who reads verifies, so that a
// file can put no vote into anyone's mouth.
extension ValueWriter {
    mutating func verified(_ verified: VerifiedVote) {
        message(verified.vote)
        message(verified.publicKey)
        chainID(verified.chainID)
    }

    mutating func verified(_ verified: VerifiedProposal) {
        message(verified.proposal)
        message(verified.publicKey)
        chainID(verified.chainID)
    }
}

extension ValueReader {
    mutating func verifiedVote() throws(DecodingError) -> VerifiedVote {
        let start = position
        let vote = try message(Vote.self)
        let key = try message(PublicKey.self)
        guard let verified = VerifiedVote(verifying: vote, chainID: try chainID(), publicKey: key) else {
            throw DecodingError(.invalid("a vote whose signature is not its validator's"), offset: start)
        }
        return verified
    }

    mutating func verifiedProposal() throws(DecodingError) -> VerifiedProposal {
        let start = position
        let proposal = try message(Proposal.self)
        let key = try message(PublicKey.self)
        guard let verified = VerifiedProposal(verifying: proposal, chainID: try chainID(), publicKey: key) else {
            throw DecodingError(.invalid("a proposal whose signature is not its proposer's"), offset: start)
        }
        return verified
    }
}
