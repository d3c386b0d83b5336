package import Transactions
package import Wire

/// The state's own entry of a record, for those who verify it against an app hash.
package enum RecordEntry {
    /// The key under which the state has the record.
    package static func key(of work: ContentHash) -> [UInt8] { StateKey.record(work) }

    /// The record that the entry's value says.
    package static func record(of work: ContentHash, _ value: [UInt8]) throws(DecodingError) -> RecordAnswer {
        let record = try ContentRecord(protobuf: value)
        return RecordAnswer(
            contentHash: work, creator: record.creator, owner: record.owner, license: record.license,
            aiTrainingPolicy: record.policy, contentKind: record.kind, licensingURI: record.licensingURI,
            detailsCommitment: record.detailsCommitment, fingerprint: record.fingerprint, platform: record.platform,
            revision: record.revision, previousVersion: record.previousVersion, nextVersion: record.nextVersion,
            height: Int64(clamping: record.place.height), time: record.time, transactionHash: record.transactionHash)
    }
}
