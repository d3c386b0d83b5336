package import Cryptography
package import Wire

/// Which block a vote or header means: the header's hash, and the parts it travels in.
package struct BlockID: Hashable, Sendable {
    /// Hash of the header; nil where no block is meant.
    package let hash: Hash?
    package let partSetHeader: PartSetHeader

    package init(hash: Hash?, partSetHeader: PartSetHeader) {
        self.hash = hash
        self.partSetHeader = partSetHeader
    }

    /// No block: what a vote for nil carries, and the first header.
    package static let none = BlockID(hash: nil, partSetHeader: .none)

    /// Whether no block is meant (CometBFT `IsZero`).
    package var isNil: Bool { hash == nil && partSetHeader.isZero }

    /// Whether hash, number of parts and their root are all there. Neither this nor `isNil` need hold for what a peer
    /// sends.
    package var isComplete: Bool { hash != nil && partSetHeader.total > 0 && partSetHeader.hash != nil }

    /// The bytes that CometBFT keys maps with and orders the votes of an equivocation by.
    package var key: [UInt8] { hash.bytes + partSetHeader.protobuf }
}

extension BlockID: CustomStringConvertible {
    package var description: String { "\(Hex.uppercase(hash.bytes)):\(partSetHeader)" }
}

extension BlockID: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.hash(1, hash)
        writer.message(2, partSetHeader)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var hash: [UInt8] = []
        var partSetHeader = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: hash = try reader.bytes(field)
            case 2: try reader.merge(field, into: &partSetHeader)
            default: try reader.skip(field)
            }
        }
        self.partSetHeader = try partSetHeader.decode(PartSetHeader.self)
        do {
            self.hash = try Hash.orEmpty(hash)
        } catch {
            throw .invalid("wrong Hash")
        }
    }
}
