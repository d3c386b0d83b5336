package import Chain
package import Wire

/// Transactions on their way to other mempools (tendermint.mempool.Message on 0x30).
package enum MempoolMessage: Hashable, Sendable {
    /// CometBFT sends one at a time; none may be empty.
    case transactions([Transaction])

    /// The most transactions read from one message. CometBFT has no such number: v0.38 sends one a message, and a
    /// mempool holds 5000 unless told otherwise.
    ///
    /// Deviation: a batch of more is refused, so that a message of many tiny ones cannot make us allocate for each.
    package static let transactionsMaximum = 65_536
}

extension MempoolMessage: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, sum = OneOf<MempoolMessage>()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: sum.set(.transactions(try reader.decode(TransactionList.self, field).transactions))
            default: try sum.skip(field, in: &reader)
            }
        }
        self = try sum.member()
    }

    package func encode(into writer: inout ProtobufWriter) {
        switch self {
        case .transactions(let transactions): writer.message(1, TransactionList(transactions: transactions))
        }
    }
}

/// tendermint.mempool.Txs.
private struct TransactionList: ProtobufCodable {
    var transactions: [Transaction] = []

    init(transactions: [Transaction]) {
        self.transactions = transactions
    }

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1:
                if transactions.count >= MempoolMessage.transactionsMaximum {
                    throw DecodingError(.tooMany(MempoolMessage.transactionsMaximum), offset: field.offset)
                }
                transactions.append(Transaction(try reader.bytes(field)))
            default: try reader.skip(field)
            }
        }
    }

    func encode(into writer: inout ProtobufWriter) {
        for transaction in transactions { writer.element(1, transaction.bytes) }
    }
}
