import Chain
import Cryptography

/// The root of a map at a height, and what goes on from block to block.
struct RootRecord: Hashable {
    let hash: Hash
    /// The height at which the root's page was changed last.
    let pageVersion: Height
    /// The numbers that the next page and the next leaf get.
    let nextPage: UInt64
    let nextLeaf: UInt64
    let sweep: Sweep

    init(hash: Hash, pageVersion: Height, nextPage: UInt64, nextLeaf: UInt64, sweep: Sweep) {
        self.hash = hash
        self.pageVersion = pageVersion
        self.nextPage = nextPage
        self.nextLeaf = nextLeaf
        self.sweep = sweep
    }

    init(_ bytes: [UInt8]) throws(ByteReader.Failure) {
        var reader = ByteReader(bytes)
        hash = try reader.hash()
        pageVersion = try reader.height()
        nextPage = try reader.varint()
        nextLeaf = try reader.varint()
        sweep = try Sweep(&reader)
        if !reader.isAtEnd { throw ByteReader.Failure() }
    }

    var bytes: [UInt8] {
        var writer = ByteWriter(capacity: 128)
        writer.hash(hash)
        writer.height(pageVersion)
        writer.varint(nextPage)
        writer.varint(nextLeaf)
        sweep.write(&writer)
        return writer.bytes
    }
}
