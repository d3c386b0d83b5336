import ABCI
import Chain
import Cryptography
import Wire

/// The validator updates of one block, gathered so that consensus can apply them together.
///
/// Deviation: Go's gathers what it is given. Every node then stops when a block changes one validator twice (adds and
/// removes it, or punishes and changes it), removes one that is not there, removes all, exceeds the total power or uses
/// a kind of key that consensus does not allow. Such transactions are left out of our proposals, and proposals that
/// hold them are refused. Go nodes accept such a proposal and stop once it is decided; while at least a third of the
/// power runs this application, it is not decided.
struct UpdateCheck {
    private let state: KVStoreState
    private(set) var updates: [ValidatorUpdate] = []
    private var changed: Set<Address> = []
    /// Validators and their power after the updates.
    private var count: Int
    private var total: Int128

    init(_ state: KVStoreState) {
        self.state = state
        count = state.validators.count
        // A sum does not depend on the order.
        total = state.validators.values.reduce(0) { $0 + Int128($1.power.rawValue) }
    }

    /// Takes one from the power of every validator that voted twice.
    ///
    /// Deviation: Go's makes one update for each piece of evidence, and every node stops when a block has two about one
    /// validator. Here a block punishes a validator once, with the power of the first piece. Evidence against a
    /// validator that is gone stops Go's too. Here it has no effect: whoever refused it would refuse every proposal as
    /// long as the evidence waits.
    mutating func punish(_ misbehavior: [Misbehavior]) throws(ApplicationError) {
        for report in misbehavior where report.type == .duplicateVote {
            guard let address = report.validator.address, let known = state.validators[address] else { continue }
            if changed.contains(address) { continue }
            let power = report.validator.power
            if power <= 0 { throw ApplicationError("wanted to punish val \"\(address)\" without power") }
            try add(ValidatorUpdate(pubKey: known.pubKey, power: VotingPower(power.rawValue - 1)))
        }
    }

    /// Adds an update, unless the block has one for that validator.
    mutating func add(_ update: ValidatorUpdate) throws(ApplicationError) {
        let address = update.pubKey.address
        if !changed.insert(address).inserted {
            throw ApplicationError("a block changes validator \(address) twice")
        }
        let effect = effect(of: update)
        count += effect.count
        total += effect.power
        updates.append(update)
    }

    /// Whether consensus could apply the update, as far as that does not depend on others.
    func check(_ update: ValidatorUpdate) throws(ApplicationError) {
        try state.checkAllowed(update)
        let address = update.pubKey.address
        if update.power == 0 && state.validators[address] == nil {
            throw ApplicationError("failed to find validator \(address) to remove")
        }
    }

    /// Whether the validators after the updates, and after one more, are a set that consensus can have.
    func isPossible(with update: ValidatorUpdate? = nil) -> Bool {
        let more = update.map { effect(of: $0) } ?? (count: 0, power: 0)
        return count + more.count > 0 && total + more.power <= Int128(VotingPower.maximumTotal.rawValue)
    }

    /// Whether a block holds an update of that validator.
    func changes(_ update: ValidatorUpdate) -> Bool { changed.contains(update.pubKey.address) }

    private func effect(of update: ValidatorUpdate) -> (count: Int, power: Int128) {
        let known = state.validators[update.pubKey.address]
        let arrives = update.power > 0 && known == nil
        let leaves = update.power == 0 && known != nil
        return (
            arrives ? 1 : leaves ? -1 : 0, Int128(update.power.rawValue) - Int128(known?.power.rawValue ?? 0)
        )
    }
}
