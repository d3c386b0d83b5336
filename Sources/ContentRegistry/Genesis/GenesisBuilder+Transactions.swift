import ABCI
import Chain
import Cryptography
import JSON
import Transactions
import Wire

extension GenesisBuilder {
    /// Takes a validator by its signed transaction, as `gentx` makes them: one `MsgCreateValidator`, signed for account
    /// number 0 and sequence 0.
    mutating func addValidator(of reader: JSONReader) throws {
        let transaction: SignedTransaction
        do throws(TransactionError) {
            transaction = try SignedTransaction(
                TransactionJSON.bytes(reader.value), version: state.parameters.registryVersion)
            _ = try transaction.verified(
                chainID: request.chainID, accountNumbers: transaction.signers.map { _ in 0 })
        } catch {
            throw reader.error(error.log)
        }
        guard transaction.body.messages.count == 1,
            case .createValidator(let message)? = transaction.body.messages.first
        else { throw try reader["body"]["messages"].error("expected one \(MsgCreateValidator.typeURL)") }
        if let signer = transaction.authentication.signers.first(where: { $0.sequence != 0 }) {
            throw reader.error("signed for sequence \(signer.sequence), expected 0")
        }
        let bond = Amount(UInt128(state.parameters.validatorBond))
        if message.value != .stake(bond) {
            throw reader.error("the validator bonds \(message.value), expected \(Coin.stake(bond)) (validator_bond)")
        }
        let balance = try change { try $0.balance(of: message.validator, Coin.bondDenomination) }
        guard let rest = balance.subtracting(bond) else {
            throw reader.error("account \(message.validator) has \(balance)stake, and bonds \(bond)stake")
        }
        try change { state in
            state.setBalance(of: message.validator, .stake(rest))
            var account = try state.ensureAccount(message.validator)
            account.sequence = 1
            account.publicKey = transaction.authentication.signers.first?.publicKey
            state.set(account, of: message.validator)
        }
        try add(
            BondedValidator(
                publicKey: .ed25519(message.publicKey), power: state.parameters.validatorPower,
                operatorAddress: message.validator, bond: bond, moniker: message.description.moniker),
            reader)
    }
}
