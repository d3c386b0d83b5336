import Chain
import Cryptography
import JSON
import Transactions
import Wire

extension ContentRecord {
    /// The record as an export has it, with its history.
    func exportJSON(_ work: ContentHash, history: [RecordChange]) -> JSONValue {
        .members(
            leavingOutNil: ("content_hash", .text(work.text)), ("creator", .text(creator.text)),
            ("owner", .text(owner.text)), ("terms", RecordTerms(self).exportJSON),
            ("content_kind", kind.map { .text($0.rawValue) }),
            ("fingerprint", fingerprint.isEmpty ? nil : .string(fingerprint)),
            ("platform", platform.isEmpty ? nil : .string(platform)), ("revision", .decimal(revision)),
            ("previous_version", previousVersion.map { .text($0.text) }),
            ("next_version", nextVersion.map { .text($0.text) }), ("height", .decimal(place.height)),
            ("index", .integer(place.index)), ("time", .text(time.description)),
            ("tx_hash", .hex(transactionHash.bytes)),
            ("history", history.isEmpty ? nil : .array(history.map(\.exportJSON))))
    }

    /// The record that an export has.
    init(export reader: JSONReader) throws(JSONError) {
        let terms = try RecordTerms(export: reader["terms"])
        let index = try reader["index"].uint32()
        self.init(
            creator: try reader["creator"].accountAddress(), owner: try reader["owner"].accountAddress(),
            license: terms.license, policy: terms.policy,
            kind: try reader["content_kind"].valueIfPresent { text throws(TransactionError) in try ContentKind(text) },
            licensingURI: terms.licensingURI, detailsCommitment: terms.detailsCommitment,
            fingerprint: try reader["fingerprint"].string(), platform: try reader["platform"].string(),
            revision: try reader["revision"].wholeNumber(),
            previousVersion: try reader["previous_version"].contentHashIfPresent(),
            nextVersion: try reader["next_version"].contentHashIfPresent(),
            place: RecordPlace(height: try reader["height"].wholeNumber(), index: index),
            time: try reader["time"].timestamp(), transactionHash: try reader["tx_hash"].hash(),
            changes: UInt64(try reader["history"].array().count))
    }
}

extension RecordTerms {
    var exportJSON: JSONValue {
        .members(
            leavingOutNil: ("license", .string(license.text)),
            ("ai_training_policy", policy.map { .text($0.rawValue) }),
            ("licensing_uri", licensingURI.map { .string($0.text) }),
            ("details_commitment", detailsCommitment.map { .hex($0.bytes) }))
    }

    init(export reader: JSONReader) throws(JSONError) {
        let commitment = try reader["details_commitment"]
        self.init(
            license: try reader["license"].value { text throws(TransactionError) in try License(text) },
            policy: try reader["ai_training_policy"].valueIfPresent { text throws(TransactionError) in
                try AITrainingPolicy(text)
            },
            licensingURI: try reader["licensing_uri"].valueIfPresent { text throws(TransactionError) in
                try LicensingURI(text)
            },
            detailsCommitment: commitment.isPresent ? try commitment.hash() : nil)
    }
}

extension RecordChange {
    private static let transferred: ByteString = "ownership_transferred"
    private static let updated: ByteString = "license_updated"
    private static let revised: ByteString = "content_revised"

    var exportJSON: JSONValue {
        let (type, from, to): (ByteString, JSONValue?, JSONValue) =
            switch kind {
            case .ownership(let from, let to): (RecordChange.transferred, .text(from.text), .text(to.text))
            case .terms(let from, let to): (RecordChange.updated, from.exportJSON, to.exportJSON)
            case .nextVersion(let work): (RecordChange.revised, nil, .text(work.text))
            }
        return .members(
            leavingOutNil: ("type", .string(type)), ("from", from), ("to", to), ("revision", .decimal(revision)),
            ("height", .decimal(height.rawValue)), ("time", .text(time.description)),
            ("tx_hash", .hex(transactionHash.bytes)))
    }

    init(export reader: JSONReader) throws(JSONError) {
        let kind: Kind
        switch try reader["type"].string() {
        case RecordChange.transferred:
            kind = .ownership(from: try reader["from"].accountAddress(), to: try reader["to"].accountAddress())
        case RecordChange.updated:
            kind = .terms(from: try RecordTerms(export: reader["from"]), to: try RecordTerms(export: reader["to"]))
        case RecordChange.revised:
            kind = .nextVersion(try reader["to"].value { text throws(TransactionError) in try ContentHash(text) })
        default:
            throw try reader["type"].error("expected ownership_transferred, license_updated or content_revised")
        }
        self.init(
            kind: kind, revision: try reader["revision"].wholeNumber(),
            height: Height(try reader["height"].int64String()), time: try reader["time"].timestamp(),
            transactionHash: try reader["tx_hash"].hash())
    }
}

extension JSONReader {
    fileprivate func contentHashIfPresent() throws(JSONError) -> ContentHash? {
        try valueIfPresent { text throws(TransactionError) in try ContentHash(text) }
    }
}
