package import Cryptography

/// The validators of a height, in the order in which votes and commits number them: more power first, then the lower
/// address (CometBFT `types/validator_set.go`).
///
/// A set made here is sorted and has each address once. A set read from a message has the order and the repetitions
/// of the message, as in CometBFT: its hash is over exactly that. In every set no power is negative, the total is at
/// most `VotingPower.maximumTotal`, and the proposer's address is among the validators' (but for a proposer that an
/// update removed: it stays until priorities move on).
package struct ValidatorSet: Hashable, Sendable, Validatable {
    /// The set without validators: what stands for "before the first block".
    package static let empty = ValidatorSet(validators: [], proposer: nil, totalPower: 0)

    package internal(set) var validators: [Validator]
    /// Who proposes now. Nil only in the empty set.
    package internal(set) var proposer: Validator?
    /// The sum of all powers, from zero to `VotingPower.maximumTotal`.
    package let totalPower: VotingPower

    init(validators: [Validator], proposer: Validator?, totalPower: VotingPower) {
        self.validators = validators
        self.proposer = proposer
        self.totalPower = totalPower
    }

    /// A new set in which the first proposer is already chosen.
    ///
    /// The priorities that `validators` carry do not matter. An empty list gives the empty set.
    /// - Throws: The first rule that a power or a repeated address breaks.
    package init(_ validators: [Validator]) throws(ValidationError) {
        self = try ValidatorSet.empty.applying(validators, removalsAllowed: false)
        if !validators.isEmpty { incrementProposerPriority(times: 1) }
    }

    /// A set known only by its validators, as `/validators` gives it: priorities stay, and the proposer is the one with
    /// the lowest, since who proposed last moved down by the whole total.
    package init(keepingPriorities validators: [Validator]) throws(ValidationError) {
        if validators.isEmpty { throw ValidationError("validator set is empty") }
        for validator in validators {
            try validator.validate(as: "can't create validator set")
        }
        let total = try ValidatorSet.total(validators.map(\.votingPower))
        let proposer = validators.min { $1.proposes(before: $0) }
        self.init(
            validators: validators.sorted { $0.stands(before: $1) }, proposer: proposer, totalPower: total)
    }

    package var count: Int { validators.count }

    package var isEmpty: Bool { validators.isEmpty }

    /// The validator that votes and commits call number `index`; nil outside the set.
    package func validator(at index: Int) -> Validator? {
        validators.indices.contains(index) ? validators[index] : nil
    }

    /// The number of the first validator with this address. Linear; who looks up many makes `indices()` once.
    package func index(of address: Address) -> Int? {
        validators.firstIndex { $0.address == address }
    }

    /// The first number of every address, for many look-ups.
    package func indices() -> [Address: Int] {
        Dictionary(validators.enumerated().map { ($1.address, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Refuses the empty set. The other rules of CometBFT's `ValidateBasic` hold by construction.
    package func validate() throws(ValidationError) {
        if isEmpty { throw ValidationError("validator set is nil or empty") }
    }

    /// The sum of the powers, refused beyond the maximum. Powers may be anything.
    static func total(_ powers: [VotingPower]) throws(ValidationError) -> VotingPower {
        var sum: Int64 = 0
        for power in powers {
            let (next, overflow) = sum.addingReportingOverflow(power.rawValue)
            sum = overflow ? (power < 0 ? .min : .max) : next
            if sum > VotingPower.maximumTotal.rawValue {
                throw ValidationError("total voting power \(sum) exceeds maximum \(VotingPower.maximumTotal)")
            }
        }
        return VotingPower(sum)
    }
}
