import Cryptography
package import Wire

/// `MapProof { bytes key = 1; bytes value_hash = 2; repeated bytes steps = 3; }`, a step being the bit in four bytes, the
/// highest first, and the sibling's hash.
///
/// A proof has one encoding, and nothing else is read: whoever changes a bit of a proof has no proof.
extension MapProof: ProtobufCodable {
    private static let stepBytes = 4 + Hash.size

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var key: [UInt8] = []
        var valueHash: [UInt8] = []
        var steps: [Step] = []
        while let field = try reader.nextField() {
            switch field.number {
            case 1: key = try reader.bytes(field)
            case 2: valueHash = try reader.bytes(field)
            case 3:
                if steps.count >= MapProof.stepsMaximum {
                    throw DecodingError(.tooMany(MapProof.stepsMaximum), offset: field.offset)
                }
                steps.append(try MapProof.step(try reader.bytes(field)))
            default: throw .invalid("a map proof has no field \(field.number)")
            }
        }
        if key.isEmpty {
            if !valueHash.isEmpty || !steps.isEmpty { throw .invalid("a map proof has no leaf") }
            self.init(end: nil, steps: [])
        } else {
            guard let hash = Hash(valueHash) else {
                throw .invalid("expected value_hash size to be \(Hash.size), got \(valueHash.count)")
            }
            self.init(end: End(key: key, valueHash: hash), steps: steps)
        }
        if protobuf != source.remainingBytes { throw .invalid("a map proof is not in its one encoding") }
    }

    private static func step(_ bytes: [UInt8]) throws(DecodingError) -> Step {
        guard bytes.count == stepBytes, let hash = Hash(bytes[4...]) else {
            throw .invalid("expected step size to be \(stepBytes), got \(bytes.count)")
        }
        return Step(bit: bytes[..<4].reduce(0) { $0 << 8 | UInt32($1) }, sibling: hash)
    }

    package func encode(into writer: inout ProtobufWriter) {
        guard let end else { return }
        writer.bytes(1, end.key)
        writer.bytes(2, end.valueHash.bytes)
        for step in steps { writer.element(3, BigEndian.bytes(step.bit) + step.sibling.bytes) }
    }
}
