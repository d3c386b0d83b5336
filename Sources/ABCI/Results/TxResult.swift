package import Chain
package import Wire

/// A transaction with its place and its result, as indexers store it.
package struct TxResult: Hashable, Sendable {
    package var height: Height
    /// The transaction's place in its block, from 0.
    package var index: UInt32
    package var tx: Transaction
    package var result: ExecTxResult

    package init(
        height: Height = 0, index: UInt32 = 0, tx: Transaction = Transaction([]), result: ExecTxResult = ExecTxResult()
    ) {
        self.height = height
        self.index = index
        self.tx = tx
        self.result = result
    }
}

extension TxResult: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.int64(1, height.rawValue)
        writer.uint32(2, index)
        writer.bytes(3, tx.bytes)
        writer.message(4, result)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        var outcome = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: height = Height(try reader.int64(field))
            case 2: index = try reader.uint32(field)
            case 3: tx = Transaction(try reader.bytes(field))
            case 4: try reader.merge(field, into: &outcome)
            default: try reader.skip(field)
            }
        }
        result = try outcome.decode(ExecTxResult.self)
    }
}
