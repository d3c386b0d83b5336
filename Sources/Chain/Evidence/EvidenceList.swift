package import Cryptography
package import Wire

/// Several pieces of evidence: in a block, and as the one message of the evidence channel.
package struct EvidenceList: Hashable, Sendable {
    package let evidence: [Evidence]

    package init(_ evidence: [Evidence]) {
        self.evidence = evidence
    }

    package static let empty = EvidenceList([])

    /// The Merkle root over the pieces' bytes: a header's evidence hash.
    package var hash: Hash {
        var tree = MerkleAccumulator()
        for piece in evidence { tree.add(piece.bytes) }
        return tree.root
    }

    /// Bytes that the evidence takes in a block, against which the chain's limit on evidence is held
    /// (CometBFT `EvidenceData.ByteSize`).
    package var byteSize: Int { evidence.isEmpty ? 0 : protobuf.count }
}

extension EvidenceList: ProtobufCodable {
    /// Pieces at most: one that passes its own rules takes over a hundred bytes, and a block's bytes are bounded.
    private static let countMaximum = ChainLimits.blockBytesMaximum / 100

    package func encode(into writer: inout ProtobufWriter) {
        for piece in evidence { writer.message(1, piece) }
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var evidence: [Evidence] = []
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.append(field, to: &evidence, atMost: EvidenceList.countMaximum)
            default: try reader.skip(field)
            }
        }
        self.init(evidence)
    }
}
