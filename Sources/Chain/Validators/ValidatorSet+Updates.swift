import Cryptography

extension ValidatorSet {
    /// The set after the application's changes: a known address gets the new power, an unknown one joins, and a power
    /// of zero leaves.
    ///
    /// Newcomers start behind everybody (-1.125 times the total), so that leaving and joining again gains nothing. The
    /// proposer stays who it was until the next `incrementProposerPriority`.
    /// - Throws: The first rule that the changes break, with CometBFT's text.
    package func updating(with changes: [Validator]) throws(ValidationError) -> ValidatorSet {
        try applying(changes, removalsAllowed: true)
    }

    func applying(_ changes: [Validator], removalsAllowed: Bool) throws(ValidationError) -> ValidatorSet {
        if changes.isEmpty { return self }
        let (updates, removals) = try ValidatorSet.split(changes)
        if !removalsAllowed && !removals.isEmpty {
            throw ValidationError("cannot process validators with voting power 0: \(removals.goDescription)")
        }
        let indices = indices()
        if count == removals.count && updates.allSatisfy({ indices[$0.address] != nil }) {
            throw ValidationError("applying the validator changes would result in empty set")
        }
        let removedPower = try power(of: removals, indices)
        let totalBeforeRemovals = try total(after: updates, removing: removedPower, indices)

        var remaining: [Validator?] = validators
        var newcomers: [Validator] = []
        for update in updates {
            var validator = update
            if let index = indices[update.address] {
                validator.proposerPriority = validators[index].proposerPriority
                remaining[index] = validator
            } else {
                validator.proposerPriority = ProposerPriority(-(totalBeforeRemovals + (totalBeforeRemovals >> 3)))
                newcomers.append(validator)
            }
        }
        for removal in removals {
            if let index = indices[removal.address] { remaining[index] = nil }
        }
        let validators = remaining.compactMap(\.self) + newcomers
        var set = ValidatorSet(
            validators: validators, proposer: proposer,
            totalPower: try ValidatorSet.total(validators.map(\.votingPower)))
        set.moderatePriorities()
        set.validators.sort { $0.stands(before: $1) }
        if set.proposer == nil { set.proposer = set.validators.min { $0.proposes(before: $1) } }
        return set
    }

    /// Sorts the changes by address, checks each by itself, and tells removals from the rest.
    private static func split(
        _ changes: [Validator]
    ) throws(ValidationError) -> (updates: [Validator], removals: [Validator]) {
        let sorted = changes.sorted { $0.address < $1.address }
        var updates: [Validator] = []
        var removals: [Validator] = []
        var previous: Address?
        for change in sorted {
            if change.address == previous {
                throw ValidationError("duplicate entry \(change) in \(sorted.goDescription)")
            }
            if change.votingPower < 0 {
                throw ValidationError("voting power can't be negative: \(change.votingPower)")
            }
            if change.votingPower > .maximumTotal {
                throw ValidationError(
                    "to prevent clipping/overflow, voting power can't be higher than \(VotingPower.maximumTotal), "
                        + "got \(change.votingPower)")
            }
            if change.votingPower == 0 { removals.append(change) } else { updates.append(change) }
            previous = change.address
        }
        return (updates, removals)
    }

    /// What leaves with the removals; refuses to remove who is not there.
    private func power(of removals: [Validator], _ indices: [Address: Int]) throws(ValidationError) -> Int64 {
        var power: Int64 = 0
        for removal in removals {
            guard let index = indices[removal.address] else {
                throw ValidationError("failed to find validator \(removal.address) to remove")
            }
            power += validators[index].votingPower.rawValue  // each counted once: at most the total
        }
        return power
    }

    /// The total with the updates and before the removals, from which newcomers' priorities follow; refuses a total
    /// that would be too large after both.
    private func total(
        after updates: [Validator], removing removedPower: Int64, _ indices: [Address: Int]
    ) throws(ValidationError) -> Int64 {
        // Wide, because many newcomers may each have the largest power.
        var total = Int128(totalPower.rawValue - removedPower)
        for update in updates {
            let present = indices[update.address].map { validators[$0].votingPower.rawValue } ?? 0
            total += Int128(update.votingPower.rawValue - present)
        }
        if total > Int128(VotingPower.maximumTotal.rawValue) {
            throw ValidationError(
                "total voting power of resulting valset exceeds max \(VotingPower.maximumTotal)")
        }
        return Int64(clamping: total + Int128(removedPower))
    }
}
