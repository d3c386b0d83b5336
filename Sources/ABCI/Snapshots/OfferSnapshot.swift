package import Chain
package import Wire

/// A snapshot that peers offer.
package struct RequestOfferSnapshot: Hashable, Sendable {
    package var snapshot: Snapshot?
    /// The app hash at the snapshot's height, from a verified header.
    package var appHash: AppHash

    package init(snapshot: Snapshot? = nil, appHash: AppHash = .empty) {
        self.snapshot = snapshot
        self.appHash = appHash
    }
}

/// What to do with an offered snapshot.
package enum SnapshotOfferResult: Int32, Hashable, Sendable {
    /// No answer: the restoration ends.
    case unknown = 0
    case accept = 1
    /// End the restoration.
    case abort = 2
    /// Try another snapshot.
    case reject = 3
    /// Try a snapshot of another format.
    case rejectFormat = 4
    /// Try a snapshot of another sender.
    case rejectSender = 5
}

/// The verdict on an offered snapshot.
package struct ResponseOfferSnapshot: Hashable, Sendable {
    package var result: SnapshotOfferResult

    package init(result: SnapshotOfferResult = .unknown) {
        self.result = result
    }
}

extension RequestOfferSnapshot: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.messageIfPresent(1, snapshot)
        writer.bytes(2, appHash.bytes)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        var offered = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.merge(field, into: &offered)
            case 2: appHash = AppHash(try reader.bytes(field))
            default: try reader.skip(field)
            }
        }
        snapshot = try offered.decodeIfPresent(Snapshot.self)
    }
}

extension ResponseOfferSnapshot: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.int32(1, result.rawValue)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: result = try reader.enumeration(SnapshotOfferResult.self, field)
            default: try reader.skip(field)
            }
        }
    }
}
