package import ABCI
package import Chain
import Cryptography
import MerkleMap
package import Transactions
import Wire

/// Where a chain's `stake` is, for those who watch that nothing of it is made or lost.
package struct StakeLedger: Hashable, Sendable {
    /// What accounts have.
    package var balances: UInt128 = 0
    /// What validators have bonded.
    package var bonded: UInt128 = 0
    /// Bonds that are leaving.
    package var unbonding: UInt128 = 0
    /// What the chain says that there is.
    package var supply: UInt128 = 0
    /// The block after which it is so.
    package var height: Height = 0

    /// What there is.
    package var sum: UInt128 { balances &+ bonded &+ unbonding }
}

extension ContentRegistry {
    /// Where the `stake` is after the last block. It reads every account's balance.
    package func stakeLedger() throws(ApplicationError) -> StakeLedger {
        let before = try last()
        var ledger = StakeLedger()
        ledger.height = before.last.isGenesis ? 0 : before.last.height
        try before.map.forEach([StateKey.balances]) { (entry) throws(ApplicationError) in
            let coin = try Coin(entry, after: 1 + Address.size)
            if coin.denomination == Coin.bondDenomination { ledger.balances &+= coin.amount.rawValue }
        }
        try before.map.forEach([StateKey.validators]) { (entry) throws(ApplicationError) in
            let validator = try StoredValue.decode(BondedValidator.self, entry.value, of: "validator")
            ledger.bonded &+= validator.bond.rawValue
        }
        try before.map.forEach([StateKey.unbonding]) { (entry) throws(ApplicationError) in
            guard let bond = Amount(stored: entry.value) else { throw StoredValue.damage("bond") }
            ledger.unbonding &+= bond.rawValue
        }
        ledger.supply = try before.map.amount(StateKey.supply(of: Coin.bondDenomination)).rawValue
        return ledger
    }

    /// The last block's height; 0 before the first.
    package var lastHeight: Int64 { committed.map { $0.last.isGenesis ? 0 : $0.last.height.rawValue } ?? 0 }

    /// The number that an account's signatures cover; nil when there is no such account.
    package func accountNumber(of address: AccountAddress) throws(ApplicationError) -> UInt64? {
        try last().map.account(address)?.number
    }
}
