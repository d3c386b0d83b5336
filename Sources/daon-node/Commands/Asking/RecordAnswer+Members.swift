import Cryptography
import JSON
import Transactions
import Wire

extension RecordAnswer {
    /// The first three are what today's scripts look for.
    var members: [(String, JSONValue)] {
        let members: [(String, JSONValue?)] = [
            ("creator", .text(creator.text)), ("license", .text("\(license)")),
            ("content_hash", .text(contentHash.text)), ("owner", .text(owner.text)),
            ("content_kind", contentKind.map { .text($0.rawValue) }),
            ("ai_training_policy", aiTrainingPolicy.map { .text($0.rawValue) }),
            ("licensing_uri", licensingURI.map { .text("\($0)") }),
            ("details_commitment", detailsCommitment.map { .text(Hex.lowercase($0.bytes)) }),
            ("platform", platform.isEmpty ? nil : .string(platform)),
            ("fingerprint", fingerprint.isEmpty ? nil : .string(fingerprint)),
            ("revision", .decimal(revision)), ("previous_version", previousVersion.map { .text($0.text) }),
            ("next_version", nextVersion.map { .text($0.text) }), ("height", .decimal(height)),
            ("time", .text("\(time)")), ("tx_hash", .text("\(transactionHash)")),
        ]
        return members.compactMap { name, value in value.map { (name, $0) } }
    }
}
