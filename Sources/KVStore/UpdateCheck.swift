import ABCI
import Chain
import Cryptography
import Wire

/// The validator updates of one block, gathered so that consensus can apply them.
///
/// Deviation: Go's gathers what it is given. Every node then stops when a block changes one validator twice (adds and
/// removes it, or punishes and changes it), removes one that is not there, removes all, exceeds the total power or uses
/// a kind of key that consensus does not allow. Such transactions are left out of our proposals, and proposals that
/// hold them are refused. Go nodes accept such a proposal and stop once it is decided; while more than a third of the
/// power runs this application, it is not decided.
struct UpdateCheck {
    private let state: KVStoreState
    private(set) var updates: [ValidatorUpdate] = []
    private var changed: Set<Address> = []

    init(_ state: KVStoreState) {
        self.state = state
    }

    /// Takes one vote's worth of power from every validator that voted twice.
    ///
    /// Deviation: Go's makes one update for each piece of evidence, and every node stops when a block has two about one
    /// validator. A block punishes a validator once.
    mutating func punish(_ misbehavior: [Misbehavior]) throws(ApplicationError) {
        for report in misbehavior where report.type == .duplicateVote {
            guard let address = report.validator.address, let known = state.validators[address] else {
                throw ApplicationError(
                    "wanted to punish val \"\(report.validator.address?.description ?? "")\" but can't find it")
            }
            if !changed.insert(address).inserted { continue }
            let (power, overflow) = report.validator.power.rawValue.subtractingReportingOverflow(1)
            if overflow { throw ApplicationError("the power to punish, \(report.validator.power), is out of range") }
            updates.append(ValidatorUpdate(pubKey: known.pubKey, power: VotingPower(power)))
        }
    }

    /// Adds an update, unless the block has one for that validator.
    mutating func add(_ update: ValidatorUpdate) throws(ApplicationError) {
        if !changed.insert(update.pubKey.address).inserted {
            throw ApplicationError("a block changes validator \(update.pubKey.address) twice")
        }
        updates.append(update)
    }

    /// Whether consensus will be able to apply the updates to the validators as they will be then.
    func verify() throws(ApplicationError) {
        if updates.isEmpty { return }
        for update in updates where update.power > 0 {
            let type = update.pubKey.typeName
            if let allowed = state.keyTypes, !allowed.contains(ByteString(type)) {
                throw ApplicationError("validator \(update.pubKey) is using pubkey \(type), which is unsupported")
            }
        }
        do {
            // Priorities do not matter here.
            let set = try ValidatorSet(UpdateCheck.validators(state.sortedValidators))
            _ = try set.updating(with: UpdateCheck.validators(updates))  // only whether it can be done
        } catch {
            throw ApplicationError(error.message)
        }
    }

    private static func validators(_ updates: [ValidatorUpdate]) -> [Validator] {
        updates.map { Validator(publicKey: $0.pubKey, votingPower: $0.power) }
    }
}
