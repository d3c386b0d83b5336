package import Cryptography

/// Someone whose votes count, and how much (CometBFT `types/validator.go`).
///
/// The same type says how a set shall change: a power of zero then means "remove". Only `ValidatorSet` makes sure that
/// a power is not negative.
package struct Validator: Hashable, Sendable, Validatable {
    package let publicKey: PublicKey
    /// The address of `publicKey`, kept because deriving it costs a hash.
    package let address: Address
    package let votingPower: VotingPower
    /// Changes every round; no part of the validator's hash.
    package internal(set) var proposerPriority: ProposerPriority

    package init(publicKey: PublicKey, votingPower: VotingPower, proposerPriority: ProposerPriority = 0) {
        self.publicKey = publicKey
        self.address = publicKey.address
        self.votingPower = votingPower
        self.proposerPriority = proposerPriority
    }

    /// Refuses a negative power. That the address is the key's holds by construction.
    package func validate() throws(ValidationError) {
        if votingPower < 0 { throw ValidationError("validator has negative voting power") }
    }

    /// Whether `self` stands before `other` in a set: more power first, then the lower address.
    func stands(before other: Validator) -> Bool {
        votingPower == other.votingPower ? address < other.address : votingPower > other.votingPower
    }
}

extension Validator: CustomStringConvertible {
    /// As Go prints it, which error texts rely on.
    package var description: String {
        "Validator{\(address) \(publicKey) VP:\(votingPower) A:\(proposerPriority)}"
    }
}

extension [Validator] {
    /// The list as Go prints a slice.
    var goDescription: String { "[\(map(\.description).joined(separator: " "))]" }
}
