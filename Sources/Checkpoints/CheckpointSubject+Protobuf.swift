import Chain
import Cryptography
import Execution
package import Wire

extension CheckpointSubject: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.bytes(1, genesisHash.bytes)
        writer.message(2, state)
        // Protobuf has no place for it in the state.
        writer.string(3, ByteString(state.consensusParameters.faultModel.rawValue))
        writer.message(4, block)
        writer.message(5, nextHeader)
    }

    /// Refuses what `encode` does not write, other forms of the same included.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var genesisHash: [UInt8] = []
        var faultModel: ByteString = ""
        var messages = [EmbeddedMessage](repeating: EmbeddedMessage(), count: 3)
        while let field = try reader.nextField() {
            switch field.number {
            case 1: genesisHash = try reader.bytes(field)
            case 2: try reader.merge(field, into: &messages[0])
            case 3: faultModel = try reader.string(field)
            case 4: try reader.merge(field, into: &messages[1])
            case 5: try reader.merge(field, into: &messages[2])
            default: throw .invalid("a field \(field.number) that this format does not have")
            }
        }
        guard let hash = Hash(genesisHash) else { throw .invalid("the genesis's hash has no 32 bytes") }
        guard let model = FaultModel.allCases.first(where: { ByteString($0.rawValue) == faultModel }) else {
            throw .invalid("a fault model \(faultModel)")
        }
        self.init(
            genesisHash: hash, state: try messages[0].decode(ChainState.self).with(faultModel: model),
            block: try messages[1].decode(BlockMeta.self), nextHeader: try messages[2].decode(Header.self))
        if protobuf != source.remainingBytes { throw .invalid("it is not in its one form") }
    }
}

extension CheckpointCommits: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.message(1, commit)
        writer.message(2, nextCommit)
    }

    /// Refuses what `encode` does not write, other forms of the same included.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var messages = [EmbeddedMessage](repeating: EmbeddedMessage(), count: 2)
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.merge(field, into: &messages[0])
            case 2: try reader.merge(field, into: &messages[1])
            default: throw .invalid("a field \(field.number) that this format does not have")
            }
        }
        self.init(
            commit: try messages[0].decode(ExtendedCommit.self), nextCommit: try messages[1].decode(Commit.self))
        if protobuf != source.remainingBytes { throw .invalid("it is not in its one form") }
    }
}
