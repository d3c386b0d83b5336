import Chain
import Conformance
import Cryptography
import Foundation
import Wire

extension Mutation {
    /// Stored results that are not those of the block.
    static let expectation: [Mutation] = [
        .stored("stored height", fails: "height") { stored, _ in
            stored.height = stored.height.next
            return true
        },
        .stored("stored validators", fails: "validators") { stored, generator in
            stored.validators = stored.validators.flippingBit(&generator)
            return true
        },
        .stored("stored priority", fails: "validators' priorities") { stored, generator in
            guard let index = stored.validatorEntries.indices.randomElement(using: &generator) else { return false }
            stored.validatorEntries[index].priority += 1
            return true
        },
        .stored("stored power", fails: "validators' priorities") { stored, generator in
            guard let index = stored.validatorEntries.indices.randomElement(using: &generator) else { return false }
            let power = stored.validatorEntries[index].power
            stored.validatorEntries[index].power = VotingPower(power.rawValue + 1)
            return true
        },
        .stored("stored order of validators", fails: "validators' priorities") { stored, _ in
            stored.validatorEntries.reverse()
            return stored.validatorEntries.count > 1
        },
        .stored("stored proposer", fails: "proposer of round 0") { stored, generator in
            guard let other = Address(stored.proposer.bytes.flippingBit(&generator)) else { return false }
            stored.proposer = other
            return true
        },
        .stored("stored parameters", fails: "consensus parameters") { stored, generator in
            stored.parameters = stored.parameters.flippingBit(&generator)
            return true
        },
        .stored("stored hash", fails: "block's hash") { stored, generator in
            stored.hash = stored.hash.flipped(&generator)
            return true
        },
        .stored("stored number of parts", fails: "part set's total") { stored, _ in
            stored.partSetTotal += 1
            return true
        },
        .stored("stored hash of the parts", fails: "part set's hash") { stored, generator in
            stored.partSetHash = stored.partSetHash.flipped(&generator)
            return true
        },
        .stored("stored meta", fails: "block meta") { stored, generator in
            stored.meta = stored.meta.flippingBit(&generator)
            return true
        },
        .stored("stored answer", fails: "application's answer") { stored, generator in
            stored.finalizeBlockResponse = stored.finalizeBlockResponse.flippingBit(&generator)
            return true
        },
        .stored("stored hash of the results", fails: "results' hash") { stored, generator in
            stored.resultsHash = stored.resultsHash.flipped(&generator)
            return true
        },
        .stored(
            "stored canonical commit", fails: "canonical commit", "canonical commit's protobuf", "reading the case"
        ) { stored, generator in
            guard let commit = stored.canonicalCommit else { return false }
            stored.canonicalCommit = commit.flippingBit(&generator)
            return true
        },
        .stored("no canonical commit", fails: "canonical commit's presence") { stored, _ in
            defer { stored.canonicalCommit = nil }
            return stored.canonicalCommit != nil
        },
    ]

    /// Valid blocks that are not the one whose results were stored, and blocks that cannot be executed.
    static let execution: [Mutation] = [
        .otherBlock("executed: transaction added", fails: ["application's answer"]) { _, _, block, _ in
            block.with(transactions: block.data.transactions + [Transaction(Array("a=b".utf8))])
        },
        .otherBlock("executed: transaction dropped", fails: ["application's answer"]) { _, _, block, _ in
            block.data.transactions.isEmpty ? nil : block.with(transactions: block.data.transactions.dropLast())
        },
        .otherBlock("executed: transactions swapped", fails: ["application's answer"]) { _, _, block, generator in
            block.swappingTransactions(&generator).map { block.with(transactions: $0) }
        },
        .otherBlock("executed: power changed", fails: ["application's answer"]) { _, _, block, _ in
            var transactions = block.data.transactions
            let isUpdate = { (transaction: Transaction) in transaction.bytes.starts(with: Array("val=".utf8)) }
            guard let index = transactions.firstIndex(where: isUpdate) else { return nil }
            transactions[index] = Transaction(transactions[index].bytes + Array("7".utf8))
            return block.with(transactions: transactions)
        },
        .otherBlock("executed: validator added", fails: ["application's answer"]) { _, _, block, _ in
            block.with(transactions: block.data.transactions + [update(key: 8, power: "1")])
        },
        .otherBlock("executed: strange validator removed", fails: ["next state"]) { _, _, block, _ in
            block.with(transactions: block.data.transactions + [update(key: 8, power: "0")])
        },
        .otherBlock("executed: more power than a set may have", fails: ["next state"]) { _, _, block, _ in
            block.with(transactions: block.data.transactions + [update(key: 8, power: "1152921504606846975")])
        },
        .otherBlock("executed: power of no number", fails: ["execution"]) { _, _, block, _ in
            block.with(transactions: block.data.transactions + [update(key: 8, power: "many")])
        },
    ]

    /// The application's transaction that gives a validator a power.
    private static func update(key: UInt8, power: String) -> Transaction {
        let key = Base64.encode([UInt8](repeating: key, count: 32))
        return Transaction(Array("val=ed25519!\(key)!\(power)".utf8))
    }
}
