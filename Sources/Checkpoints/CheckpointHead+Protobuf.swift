import Chain
import Cryptography
import Execution
package import Wire

extension CheckpointHead: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.bytes(1, genesisHash.bytes)
        writer.message(2, state)
        // Protobuf has no place for it in the state.
        writer.string(3, ByteString(state.consensusParameters.faultModel.rawValue))
        writer.message(4, block)
        writer.message(5, commit)
        writer.message(6, nextHeader)
        writer.message(7, nextCommit)
    }

    /// Refuses what `encode` does not write, other forms of the same included.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var genesisHash: [UInt8] = []
        var faultModel: ByteString = ""
        var messages = [EmbeddedMessage](repeating: EmbeddedMessage(), count: 5)
        while let field = try reader.nextField() {
            switch field.number {
            case 1: genesisHash = try reader.bytes(field)
            case 2: try reader.merge(field, into: &messages[0])
            case 3: faultModel = try reader.string(field)
            case 4: try reader.merge(field, into: &messages[1])
            case 5: try reader.merge(field, into: &messages[2])
            case 6: try reader.merge(field, into: &messages[3])
            case 7: try reader.merge(field, into: &messages[4])
            default: throw .invalid("a field \(field.number) that this format does not have")
            }
        }
        guard let hash = Hash(genesisHash) else { throw .invalid("the genesis's hash has no 32 bytes") }
        guard let model = FaultModel.allCases.first(where: { ByteString($0.rawValue) == faultModel }) else {
            throw .invalid("a fault model \(faultModel)")
        }
        self.init(
            genesisHash: hash, state: try messages[0].decode(ChainState.self).with(faultModel: model),
            block: try messages[1].decode(BlockMeta.self), commit: try messages[2].decode(ExtendedCommit.self),
            nextHeader: try messages[3].decode(Header.self), nextCommit: try messages[4].decode(Commit.self))
        if protobuf != source.remainingBytes { throw .invalid("it is not in its one form") }
    }
}
