import Chain
import Cryptography

/// The root of a map at a height.
struct RootRecord: Hashable {
    let hash: Hash
    /// The height at which the root's page was written.
    let pageVersion: Height
    /// The numbers that the next page and the next leaf get.
    let nextPage: UInt64
    let nextLeaf: UInt64

    init(hash: Hash, pageVersion: Height, nextPage: UInt64, nextLeaf: UInt64) {
        self.hash = hash
        self.pageVersion = pageVersion
        self.nextPage = nextPage
        self.nextLeaf = nextLeaf
    }

    init(_ bytes: [UInt8]) throws(ByteReader.Failure) {
        var reader = ByteReader(bytes)
        hash = try reader.hash()
        pageVersion = Height(Int64(bitPattern: try reader.varint()))
        nextPage = try reader.varint()
        nextLeaf = try reader.varint()
        if !reader.isAtEnd { throw ByteReader.Failure() }
    }

    var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.hash(hash)
        writer.varint(UInt64(bitPattern: pageVersion.rawValue))
        writer.varint(nextPage)
        writer.varint(nextLeaf)
        return writer.bytes
    }
}
