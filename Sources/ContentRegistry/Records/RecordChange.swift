import Chain
import Cryptography
import Transactions
import Wire

/// What happened to a record after it was registered: an entry of its history.
struct RecordChange: Hashable, Sendable {
    /// What was changed, from what to what.
    enum Kind: Hashable, Sendable {
        case ownership(from: AccountAddress, to: AccountAddress)
        case terms(from: RecordTerms, to: RecordTerms)
        /// A later version was registered.
        case nextVersion(ContentHash)
    }

    let kind: Kind
    /// The record's revision after it.
    let revision: UInt64
    let height: Height
    let time: Timestamp
    let transactionHash: Hash
}

extension RecordChange: ProtobufCodable {
    func encode(into writer: inout ProtobufWriter) {
        switch kind {
        case .ownership(let from, let to):
            writer.bytes(1, from.bytes)
            writer.bytes(2, to.bytes)
        case .terms(let from, let to):
            writer.message(3, from)
            writer.message(4, to)
        case .nextVersion(let work):
            writer.bytes(5, work.hash.bytes)
        }
        writer.uint64(6, revision)
        writer.int64(7, height.rawValue)
        writer.message(8, time)
        writer.bytes(9, transactionHash.bytes)
    }

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var owners: (from: AccountAddress?, to: AccountAddress?)
        var terms: (from: RecordTerms?, to: RecordTerms?)
        var next: Hash?
        var revision: UInt64 = 0
        var height: Height = 0
        var time: Timestamp?
        var hash: Hash?
        while let field = try reader.nextField() {
            switch field.number {
            case 1: owners.from = AccountAddress(try reader.bytes(field))
            case 2: owners.to = AccountAddress(try reader.bytes(field))
            case 3: terms.from = try reader.decode(RecordTerms.self, field)
            case 4: terms.to = try reader.decode(RecordTerms.self, field)
            case 5: next = Hash(try reader.bytes(field))
            case 6: revision = try reader.uint64(field)
            case 7: height = Height(try reader.int64(field))
            case 8: time = try reader.decode(Timestamp.self, field)
            case 9: hash = Hash(try reader.bytes(field))
            default: try reader.skip(field)
            }
        }
        let kind: Kind
        if let from = owners.from, let to = owners.to {
            kind = .ownership(from: from, to: to)
        } else if let from = terms.from, let to = terms.to {
            kind = .terms(from: from, to: to)
        } else if let next {
            kind = .nextVersion(ContentHash(next))
        } else {
            throw .invalid("a change without a kind")
        }
        guard let time, let hash else { throw .invalid("a change lacks a field") }
        self.init(kind: kind, revision: revision, height: height, time: time, transactionHash: hash)
    }
}
