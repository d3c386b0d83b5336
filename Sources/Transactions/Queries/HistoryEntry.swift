package import Chain
package import Cryptography
package import Wire

/// What happened to a record: its registration first, then every change.
package struct HistoryEntry: Hashable, Sendable {
    /// What was done, named as its event.
    package enum Action: String, Hashable, Sendable, CaseIterable {
        case registered = "content_registered"
        case transferred = "ownership_transferred"
        case licenseUpdated = "license_updated"
        case revised = "content_revised"
    }

    package var action: Action
    /// The owner before, or the licence.
    package var from: ByteString
    /// The owner from then on, the licence, or the next version.
    package var to: ByteString
    /// The record's revision after it.
    package var revision: UInt64
    package var height: Int64
    package var time: Timestamp
    package var transactionHash: Hash

    package init(
        action: Action, from: ByteString, to: ByteString, revision: UInt64, height: Int64, time: Timestamp,
        transactionHash: Hash
    ) {
        self.action = action
        self.from = from
        self.to = to
        self.revision = revision
        self.height = height
        self.time = time
        self.transactionHash = transactionHash
    }
}

extension HistoryEntry: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.string(1, ByteString(action.rawValue))
        writer.string(2, from)
        writer.string(3, to)
        writer.uint64(4, revision)
        writer.int64(5, height)
        writer.message(6, time)
        writer.string(7, ByteString(transactionHash.description))
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var action: Action?, time: Timestamp?, hash: Hash?
        var texts = (from: ByteString(""), to: ByteString(""))
        var numbers = (revision: UInt64(0), height: Int64(0))
        while let field = try reader.nextField() {
            switch field.number {
            case 1:
                let name = try reader.string(field)
                action = Action.allCases.first { ByteString($0.rawValue) == name }
            case 2: texts.from = try reader.string(field)
            case 3: texts.to = try reader.string(field)
            case 4: numbers.revision = try reader.uint64(field)
            case 5: numbers.height = try reader.int64(field)
            case 6: time = try reader.decode(Timestamp.self, field)
            case 7: hash = try reader.hexadecimalHash(field)
            default: try reader.skip(field)
            }
        }
        guard let action, let time, let hash else { throw .invalid("an entry of a history lacks a field") }
        self.init(
            action: action, from: texts.from, to: texts.to, revision: numbers.revision, height: numbers.height,
            time: time, transactionHash: hash)
    }
}
