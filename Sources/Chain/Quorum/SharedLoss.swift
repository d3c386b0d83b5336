package import Cryptography
package import Wire

/// What the operators of a chain say of validators that lost their data at the same time: who has forgotten what it signed and,
/// when the others cannot go on without them, from which round of which height on everyone votes again.
///
/// For such a restart each operator makes the same statement on its stopped node. Whoever remembers begins the height at that
/// round, which is above all in which it has ever signed; so no vote from there on is an old one. Who has forgotten signs
/// there only what all who remember have signed. docs/decisions/shared-loss.md says why that is enough.
package struct SharedLoss: Hashable, Sendable {
    /// Where everyone goes on together.
    package struct Restart: Hashable, Sendable {
        /// What the round is when nothing is said: above the rounds in which a chain that has lost its quorum stands still, and
        /// low, because timeouts grow with the round.
        package static let roundDefault: Round = 10
        /// The highest round that may be said. In it a proposal is waited for eight minutes by CometBFT's default settings.
        package static let roundMaximum: Round = 1000

        /// The highest height that anyone who remembers is deciding.
        package let height: Height
        /// The round that this height and the next begin with.
        package let round: Round

        package init(height: Height, round: Round) {
            self.height = height
            self.round = round
        }

        /// Whether this height was being decided when the data was lost. Who has forgotten had signed nothing above the second
        /// of the two: that takes a decision, and so a precommit of somebody who remembers.
        package func isAbout(_ height: Height) -> Bool { height == self.height || height == self.height.next }

        /// Whether all that it is about is decided when this is the last block's height.
        package func isOver(after height: Height) -> Bool { height > self.height }
    }

    /// The validators that have lost their data, in the order of their addresses.
    package let forgetful: [Address]
    /// nil when the others go on meanwhile: then those who forgot only do not wait for each other.
    package let restart: Restart?

    /// - Parameter forgetful: In any order.
    package init(forgetful: some Sequence<Address>, restart: Restart?) {
        self.forgetful = Set(forgetful).sorted()
        self.restart = restart
    }

    /// Whether those who forgot are a quorum by themselves: then nobody who remembers need know what they decided.
    package func isTooMuch(of validators: ValidatorSet, _ model: FaultModel) -> Bool {
        validators.quorum(model).isReached(power(of: validators) { forgetful.contains($0) })
    }

    /// Whether those who remember are a quorum by themselves: then the chain goes on without the others.
    package func isBorne(by validators: ValidatorSet, _ model: FaultModel) -> Bool {
        validators.quorum(model).isReached(power(of: validators) { !forgetful.contains($0) })
    }

    private func power(of validators: ValidatorSet, where isCounted: (Address) -> Bool) -> VotingPower {
        // The power of all of them is bounded (CometBFT `MaxTotalVotingPower`).
        VotingPower(validators.validators.reduce(0) { isCounted($1.address) ? $0 + $1.votingPower.rawValue : $0 })
    }
}

extension SharedLoss: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        for address in forgetful { writer.bytes(1, address.bytes) }
        writer.int64(2, restart?.height.rawValue ?? 0)
        writer.int64(3, Int64(restart?.round.rawValue ?? 0))
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var forgetful: [Address] = []
        var height: Int64 = 0
        var round: Int64 = 0
        while let field = try reader.nextField() {
            switch field.number {
            case 1:
                guard let address = Address(try reader.bytes(field)) else { throw .invalid("an address's size") }
                forgetful.append(address)
            case 2: height = try reader.int64(field)
            case 3: round = try reader.int64(field)
            default: try reader.skip(field)
            }
        }
        if height == 0 && round == 0 {
            self.init(forgetful: forgetful, restart: nil)
            return
        }
        guard height > 0, round > 0, round <= Int64(Restart.roundMaximum.rawValue) else {
            throw .invalid("height \(height), round \(round)")
        }
        self.init(
            forgetful: forgetful,
            restart: Restart(height: Height(height), round: Round(Int32(truncatingIfNeeded: round))))
    }
}
