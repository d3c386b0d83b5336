import ABCI
import Chain
import Transactions
import Wire

// What an owner does with a record, and coins.
extension RegistryState {
    mutating func execute(_ message: MsgTransferOwnership, at place: MessagePlace) throws -> MessageOutcome {
        let old = try ownRecord(message.contentHash, of: message.creator, revision: message.expectedRevision)
        try ensureAccount(message.newOwner)
        var record = old
        record.owner = message.newOwner
        let revision = old.revision + 1
        change(
            message.contentHash, from: old, to: record,
            RecordChange(.ownership(from: old.owner, to: message.newOwner), revision: revision, at: place))
        let event = Event.of(
            "ownership_transferred", ("content_hash", message.contentHash.text), ("from", old.owner.text),
            ("to", message.newOwner.text))
        let response = RevisionResponse(revision: message.isNew ? revision : 0)
        return MessageOutcome(response: response.protobuf, events: [event])
    }

    mutating func execute(_ message: MsgUpdateLicense, at place: MessagePlace) throws -> MessageOutcome {
        let old = try ownRecord(message.contentHash, of: message.creator, revision: message.expectedRevision)
        var record = old
        if let license = message.license { record.license = license }
        if let policy = message.aiTrainingPolicy { record.policy = policy }
        if let uri = message.licensingURI { record.licensingURI = uri }
        if let commitment = message.detailsCommitment { record.detailsCommitment = commitment }
        let revision = old.revision + 1
        change(
            message.contentHash, from: old, to: record,
            RecordChange(.terms(from: RecordTerms(old), to: RecordTerms(record)), revision: revision, at: place))
        let event = Event.of(
            "license_updated", ("content_hash", message.contentHash.text), ("owner", old.owner.text),
            ("license", record.license.description), ("revision", String(revision)))
        return MessageOutcome(response: RevisionResponse(revision: revision).protobuf, events: [event])
    }

    /// Moves coins; nothing is made or lost. Events are those of the Cosmos SDK's bank.
    mutating func execute(_ message: MsgSend) throws -> MessageOutcome {
        for coin in message.amount {
            let balance = try balance(of: message.sender, coin.denomination)
            guard let rest = balance.subtracting(coin.amount) else {
                throw TransactionError(
                    .insufficientFunds,
                    "spendable balance \(balance)\(coin.denomination) is smaller than \(coin): insufficient funds")
            }
            setBalance(of: message.sender, try Coin(denomination: coin.denomination, amount: rest))
            guard let sum = try self.balance(of: message.recipient, coin.denomination).adding(coin.amount) else {
                throw TransactionError(.invalidCoins, "\(coin): the balance would be too large: invalid coins")
            }
            setBalance(of: message.recipient, try Coin(denomination: coin.denomination, amount: sum))
        }
        try ensureAccount(message.recipient)
        let amount = message.amount.map(\.description).joined(separator: ",")
        return MessageOutcome(events: [
            .of("coin_spent", ("spender", message.sender.text), ("amount", amount)),
            .of("coin_received", ("receiver", message.recipient.text), ("amount", amount)),
            .of(
                "transfer", ("recipient", message.recipient.text), ("sender", message.sender.text), ("amount", amount)),
        ])
    }
}
