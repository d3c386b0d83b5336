import Chain
package import Cryptography
package import PeerMessages
package import Wire

/// A checkpoint that a peer has. Two that are equal in all of this are one checkpoint.
package struct SnapshotOffer: Hashable, Sendable {
    package let height: UInt64
    /// Pieces, the outline included.
    package let chunks: UInt32
    /// The checkpoint's hash.
    package let hash: Hash
    package let metadata: SnapshotMetadata

    package init(height: UInt64, chunks: UInt32, hash: Hash, metadata: SnapshotMetadata) {
        self.height = height
        self.chunks = chunks
        self.hash = hash
        self.metadata = metadata
    }

    /// The offer in a message that is valid by itself; nil when it is another application's.
    ///
    /// - Throws: when it has our format's number and is none.
    package static func read(_ response: SnapshotsResponse) throws(DecodingError) -> SnapshotOffer? {
        if response.format != SnapshotFormat.number { return nil }
        guard let hash = Hash(response.hash) else { throw .invalid("a snapshot's hash has 32 bytes") }
        guard response.height <= UInt64(Int64.max) else { throw .invalid("a height of \(response.height)") }
        return SnapshotOffer(
            height: response.height, chunks: response.chunks, hash: hash,
            metadata: try SnapshotMetadata(protobuf: response.metadata))
    }

    package var message: SnapshotsResponse {
        SnapshotsResponse(
            height: height, format: SnapshotFormat.number, chunks: chunks, hash: hash.bytes,
            metadata: metadata.protobuf)
    }
}

/// What is to be known of a checkpoint before any of it is fetched. The outline proves it or shows it false.
package struct SnapshotMetadata: Hashable, Sendable {
    /// The form's length is bounded by this: two hashes and a number.
    package static let bytesMaximum = 128

    /// SHA-256 of the genesis's one form (`GenesisDocument.canonicalBytes`).
    package let genesisHash: Hash
    /// The hash of the block of its height.
    package let blockHash: Hash
    /// Bytes of the file.
    package let byteCount: UInt64

    package init(genesisHash: Hash, blockHash: Hash, byteCount: UInt64) {
        self.genesisHash = genesisHash
        self.blockHash = blockHash
        self.byteCount = byteCount
    }
}

extension SnapshotMetadata: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.bytes(1, genesisHash.bytes)
        writer.bytes(2, blockHash.bytes)
        writer.uint64(3, byteCount)
    }

    /// Refuses what `encode` does not write, other forms of the same included: equal offers have equal bytes.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        let bytes = source.remainingBytes
        if bytes.count > SnapshotMetadata.bytesMaximum { throw .invalid("more than \(Self.bytesMaximum) bytes") }
        var reader = source
        var hashes: [[UInt8]] = [[], []]
        var byteCount: UInt64 = 0
        while let field = try reader.nextField() {
            switch field.number {
            case 1: hashes[0] = try reader.bytes(field)
            case 2: hashes[1] = try reader.bytes(field)
            case 3: byteCount = try reader.uint64(field)
            default: throw .invalid("a field \(field.number) that this format does not have")
            }
        }
        guard let genesisHash = Hash(hashes[0]), let blockHash = Hash(hashes[1]) else {
            throw .invalid("genesis and block have hashes of 32 bytes")
        }
        if byteCount == 0 { throw .invalid("a checkpoint has bytes") }
        self.init(genesisHash: genesisHash, blockHash: blockHash, byteCount: byteCount)
        if protobuf != bytes { throw .invalid("it is not in its one form") }
    }
}
