import ABCI
import Chain
import Cryptography

extension ContentRegistry {
    /// What the engine has to be told: new and changed powers, and each key that is no validator's any more, once.
    ///
    /// - Parameters:
    ///   - old: The validators before the block, in the order of their addresses.
    ///   - new: Those after it.
    static func updates(from old: [BondedValidator], to new: [BondedValidator]) -> [ValidatorUpdate] {
        if old == new { return [] }
        var gone = Dictionary(old.map { ($0.address, $0) }) { first, _ in first }
        var updates: [(address: Address, update: ValidatorUpdate)] = []
        for validator in new {
            let before = gone.removeValue(forKey: validator.address)
            if before?.power == validator.power { continue }
            updates.append((validator.address, ValidatorUpdate(pubKey: validator.publicKey, power: validator.power)))
        }
        for (address, validator) in gone {
            updates.append((address, ValidatorUpdate(pubKey: validator.publicKey, power: 0)))
        }
        return updates.sorted { $0.address < $1.address }.map(\.update)
    }
}
