import Chain
import Transactions
import Wire

/// What the chain has agreed on about the registry; a vote can change it.
struct RegistryParameters: Hashable, Sendable {
    /// The version of the registry's messages that a genesis means when it names none. It is the same for good: what a
    /// genesis means must not depend on the program that reads it.
    static let unstatedVersion = RegistryVersion.second

    /// The version of the registry's messages that the chain takes.
    var registryVersion = unstatedVersion
    /// How far ahead the time of an unordered transaction may lie.
    var unorderedTTL = Nanoseconds.seconds(600)
    /// What a validator bonds, in `stake`.
    var validatorBond: UInt64 = 1_000_000_000
    /// How long a bond stays after its validator left.
    var unbondingTime = Nanoseconds.seconds(21 * 86_400)
    /// Whether validators are admitted by vote.
    var admitsByVote = true
    /// How often a vote has changed these, from 1 on: whoever proposes a change says what it is a change of.
    var version: UInt64 = 1
}

extension RegistryParameters: ProtobufCodable {
    func encode(into writer: inout ProtobufWriter) {
        writer.uint64(1, registryVersion.rawValue)
        writer.int64(2, unorderedTTL.rawValue)
        writer.uint64(3, validatorBond)
        writer.int64(4, unbondingTime.rawValue)
        writer.bool(5, admitsByVote)
        writer.uint64(6, version)
    }

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var read = (
            version: UInt64(0), ttl: Int64(0), bond: UInt64(0), unbonding: Int64(0), vote: false, edition: UInt64(0)
        )
        while let field = try reader.nextField() {
            switch field.number {
            case 1: read.version = try reader.uint64(field)
            case 2: read.ttl = try reader.int64(field)
            case 3: read.bond = try reader.uint64(field)
            case 4: read.unbonding = try reader.int64(field)
            case 5: read.vote = try reader.bool(field)
            case 6: read.edition = try reader.uint64(field)
            default: try reader.skip(field)
            }
        }
        self.init(
            registryVersion: RegistryVersion(read.version), unorderedTTL: Nanoseconds(read.ttl),
            validatorBond: read.bond,
            unbondingTime: Nanoseconds(read.unbonding), admitsByVote: read.vote, version: read.edition)
    }
}
