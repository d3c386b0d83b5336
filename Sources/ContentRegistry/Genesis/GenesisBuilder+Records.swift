import ABCI
import Chain
import JSON
import Transactions
import Wire

extension GenesisBuilder {
    /// Takes a record of an export, with its history; the lists of records follow from it.
    mutating func addRecord(_ reader: JSONReader) throws {
        let work = try reader["content_hash"].value { text throws(TransactionError) in try ContentHash(text) }
        if try change({ try $0.record(of: work) }) != nil {
            throw try reader["content_hash"].error("\(work) stands there twice")
        }
        let record = try ContentRecord(export: reader)
        if record.place.height >= UInt64(max(1, request.initialHeight.rawValue)) {
            throw try reader["height"].error("\(record.place.height) is not before the first block")
        }
        if try change({ try $0.isTaken(record.place) }) {
            throw try reader["index"].error("another record has this height and index")
        }
        if record.revision != record.changes + 1 {
            throw try reader["revision"].error("expected \(record.changes + 1): one more than there are changes")
        }
        for (number, entry) in try reader["history"].array().enumerated() {
            let entry = try RecordChange(export: entry)
            change { $0.restore(entry, number: UInt64(number), of: work) }
        }
        try change { state in
            try state.ensureAccount(record.owner)
            state.add(record, of: work)
        }
    }
}
