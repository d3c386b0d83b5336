package import Chain
package import Cryptography

/// A validator that signed for two different things at one place of a height.
///
/// It is named by who and where, not by the votes: the operator who has dealt with it has dealt with every further pair of
/// votes for the same height.
package struct Equivocation: Hashable, Sendable {
    package let validator: Address
    package let height: Height

    package init(validator: Address, height: Height) {
        self.validator = validator
        self.height = height
    }

    /// The place of a vote that contradicts another; nil when it says of nobody.
    package init?(_ vote: Vote) {
        guard let validator = vote.validatorAddress else { return nil }
        self.init(validator: validator, height: vote.height)
    }

    /// What the evidence accuses of; nil for an attack on light clients, which names nobody who signed twice.
    package init?(_ evidence: Evidence) {
        guard case .duplicateVote(let evidence) = evidence else { return nil }
        self.init(evidence.voteA)
    }

    /// Its name: SHA-256 over "daon/equivocation/v1", the validator's address and the height, big-endian.
    package var hash: Hash {
        let height = UInt64(bitPattern: self.height.rawValue)
        let place = (0..<8).map { UInt8(truncatingIfNeeded: height >> (56 - 8 * UInt64($0))) }
        return SHA256.hash(Array("daon/equivocation/v1".utf8) + validator.bytes + place)
    }
}
