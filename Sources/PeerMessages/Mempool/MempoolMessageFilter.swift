package import Wire

/// What a mempool message must be before any of it is decoded (CometBFT v0.38.25 `mempool/filter.go`).
///
/// An empty transaction takes two bytes on the wire and an allocation here; the filter reads lengths only, so that a
/// peer who sends many is dropped at no cost.
package struct MempoolMessageFilter: Equatable, Sendable {
    /// The node's own `mempool.max_tx_bytes`; zero or less means any size.
    package let transactionBytesMaximum: Int
    /// The node's own `mempool.max_batch_bytes`; zero means any size unless one transaction is bounded.
    package let batchBytesMaximum: Int

    package init(transactionBytesMaximum: Int, batchBytesMaximum: Int) {
        self.transactionBytesMaximum = transactionBytesMaximum
        self.batchBytesMaximum = batchBytesMaximum
    }

    /// Throws when the sender is to be dropped. No bytes at all are left to the decoder, which refuses them.
    package func check(_ message: [UInt8]) throws(DecodingError) {
        if message.isEmpty { return }
        var tally = Tally()
        var reader = ProtobufReader(message)
        while let field = try reader.nextField() {
            if field.number == 1 && field.wireType == WireType.lengthDelimited {
                // Every list counts, also the ones that a later one replaces.
                try count(reader.message(field), into: &tally)
            } else {
                try skip(field, in: &reader)
            }
        }
        if tally.transactions == 0 { throw .invalid("mempool message contains no transactions") }
    }

    private struct Tally {
        var transactions = 0
        var bytes = 0
    }

    private func count(_ list: ProtobufReader, into tally: inout Tally) throws(DecodingError) {
        var reader = list
        while let field = try reader.nextField() {
            if field.number == 1 && field.wireType == WireType.lengthDelimited {
                try count(transactionOf: reader.message(field).remaining, into: &tally)
            } else {
                try skip(field, in: &reader)
            }
        }
    }

    private func count(transactionOf size: Int, into tally: inout Tally) throws(DecodingError) {
        if size == 0 { throw .invalid("mempool batch contains an empty transaction") }
        if transactionBytesMaximum > 0 && size > transactionBytesMaximum {
            throw .invalid("transaction size \(size) exceeds max_tx_bytes \(transactionBytesMaximum)")
        }
        tally.transactions += 1
        tally.bytes += size
        let budget = max(transactionBytesMaximum, batchBytesMaximum)
        if budget > 0 && tally.bytes > budget { throw .invalid("mempool batch exceeds \(budget) byte budget") }
    }

    /// Passes over a field; groups, which the decoder would pass over, are refused.
    private func skip(_ field: ProtobufField, in reader: inout ProtobufReader) throws(DecodingError) {
        if field.wireType == WireType.startGroup {
            throw DecodingError(.illegalWireType(field.wireType), offset: field.offset)
        }
        try reader.skip(field)
    }
}
