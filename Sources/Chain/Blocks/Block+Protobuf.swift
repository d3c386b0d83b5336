import Cryptography
package import Wire

extension Block: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.message(1, header)
        writer.message(2, data)
        writer.message(3, EvidenceList(evidence))
        writer.messageIfPresent(4, lastCommit)
    }

    /// Bytes of the protobuf form. The transactions, nearly all of it, are counted without being written.
    package var size: Int {
        var size = Block.fieldSize(header.protobuf.count) + Block.fieldSize(data.protobufSize)
        size += Block.fieldSize(EvidenceList(evidence).byteSize)
        if let lastCommit { size += Block.fieldSize(lastCommit.protobuf.count) }
        return size
    }

    /// Bytes of an embedded message with its tag, which takes one byte, and its length.
    private static func fieldSize(_ size: Int) -> Int {
        1 + Varint.size(UInt64(size)) + size
    }

    /// Refuses what CometBFT's `BlockFromProto` refuses, which ends with `ValidateBasic`.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var header = EmbeddedMessage()
        var data = EmbeddedMessage()
        var evidence = EmbeddedMessage()
        var lastCommit = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.merge(field, into: &header)
            case 2: try reader.merge(field, into: &data)
            case 3: try reader.merge(field, into: &evidence)
            case 4: try reader.merge(field, into: &lastCommit)
            default: try reader.skip(field)
            }
        }
        self.init(
            header: try header.decode(Header.self), data: try data.decode(BlockData.self),
            evidence: try evidence.decode(EvidenceList.self).evidence,
            lastCommit: try lastCommit.decodeIfPresent(Commit.self))
        try validateDecoded()
    }
}
