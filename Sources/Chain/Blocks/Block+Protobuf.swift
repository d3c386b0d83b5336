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

    /// The transaction at an index in the protobuf form of a block that has been decoded before; nil when there is none.
    /// The others are passed over and nothing else is checked: it costs a hundredth of decoding a large block.
    package static func transaction(
        at index: Int, in source: ProtobufReader
    ) throws(DecodingError) -> Transaction? {
        var block = source
        var next = 0
        // Occurrences of an embedded message are merged, so that its lists go on.
        while let field = try block.nextField() {
            if field.number != 2 {
                try block.skip(field)
                continue
            }
            var data = try block.message(field)
            while let field = try data.nextField() {
                if field.number == 1 && next == index { return Transaction(try data.bytes(field)) }
                if field.number == 1 { next += 1 }
                try data.skip(field)
            }
        }
        return nil
    }
}
