package import Cryptography
package import Wire

/// A piece of a block's bytes with the proof of its place.
package struct Part: Hashable, Sendable {
    /// From zero.
    package let index: UInt32
    /// 64 KiB in all parts of a block but the last.
    package let bytes: [UInt8]
    package let proof: MerkleProof

    package init(index: UInt32, bytes: [UInt8], proof: MerkleProof) {
        self.index = index
        self.bytes = bytes
        self.proof = proof
    }
}

extension Part: Validatable {
    package func validate() throws(ValidationError) {
        if bytes.count > ChainLimits.partBytes { throw ValidationError("error part size too big") }
        // The total may be Int64's smallest here: compare without taking one from it.
        if Int64(index) + 1 < proof.total && bytes.count != ChainLimits.partBytes {
            throw ValidationError("error inner part with invalid size")
        }
        if Int64(index) != proof.index {
            throw ValidationError("invalid part: part index \(index) != proof index \(proof.index)")
        }
    }
}

extension Part: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.uint32(1, index)
        writer.bytes(2, bytes)
        writer.message(3, proof)
    }

    /// Refuses what CometBFT's `PartFromProto` refuses, which ends with `ValidateBasic`.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        try self.init(unvalidatedProtobuf: source)
        try validateDecoded()
    }

    /// Reads a part whose rules are checked with those of the message around it.
    package init(unvalidatedProtobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var index: UInt32 = 0
        var bytes: [UInt8] = []
        var proof = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: index = try reader.uint32(field)
            case 2: bytes = try reader.bytes(field)
            case 3: try reader.merge(field, into: &proof)
            default: try reader.skip(field)
            }
        }
        self.init(index: index, bytes: bytes, proof: try proof.decode(MerkleProof.self))
    }
}
