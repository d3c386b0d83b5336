package import Wire

/// tendermint.crypto.Proof
extension MerkleProof: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var total: Int64 = 0
        var index: Int64 = 0
        var leafHash: [UInt8] = []
        var aunts: [Hash] = []
        var auntCount = 0
        var wrongAunt: (index: Int, size: Int)?
        while let field = try reader.nextField() {
            switch field.number {
            case 1: total = try reader.int64(field)
            case 2: index = try reader.int64(field)
            case 3: leafHash = try reader.bytes(field)
            case 4:
                let bytes = try reader.bytes(field)
                if let aunt = Hash(bytes) {
                    if aunts.count < MerkleProof.auntsMaximum { aunts.append(aunt) }
                } else if wrongAunt == nil {
                    wrongAunt = (auntCount, bytes.count)
                }
                auntCount += 1
            default: try reader.skip(field)
            }
        }
        // CometBFT `Proof.ValidateBasic`, in its order.
        if total < 0 { throw .invalid("negative Total") }
        if index < 0 { throw .invalid("negative Index") }
        guard let hash = Hash(leafHash) else {
            throw .invalid("expected LeafHash size to be \(Hash.size), got \(leafHash.count)")
        }
        if auntCount > MerkleProof.auntsMaximum {
            throw .invalid("expected no more than \(MerkleProof.auntsMaximum) aunts, got \(auntCount)")
        }
        if let wrongAunt {
            throw .invalid("expected Aunts#\(wrongAunt.index) size to be \(Hash.size), got \(wrongAunt.size)")
        }
        self.init(total: total, index: index, leafHash: hash, aunts: aunts)
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.int64(1, total)
        writer.int64(2, index)
        writer.bytes(3, leafHash.bytes)
        for aunt in aunts { writer.element(4, aunt.bytes) }
    }
}
