package import Cryptography
package import Wire

/// How many parts a block was cut into, and the Merkle root over them.
package struct PartSetHeader: Hashable, Sendable {
    /// Number of parts.
    package let total: UInt32
    /// Root over the parts' bytes; nil in the header that means no block.
    package let hash: Hash?

    package init(total: UInt32, hash: Hash?) {
        self.total = total
        self.hash = hash
    }

    /// The header that means no block.
    package static let none = PartSetHeader(total: 0, hash: nil)

    /// Whether it has neither parts nor hash.
    package var isZero: Bool { total == 0 && hash == nil }
}

extension PartSetHeader: CustomStringConvertible {
    package var description: String { "\(total):\(fingerprint(hash.bytes))" }
}

extension PartSetHeader: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.uint32(1, total)
        writer.hash(2, hash)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var total: UInt32 = 0
        var hash: [UInt8] = []
        while let field = try reader.nextField() {
            switch field.number {
            case 1: total = try reader.uint32(field)
            case 2: hash = try reader.bytes(field)
            default: try reader.skip(field)
            }
        }
        do {
            self.init(total: total, hash: try Hash.orEmpty(hash))
        } catch {
            throw DecodingError(error.inside("wrong Hash"))
        }
    }
}
