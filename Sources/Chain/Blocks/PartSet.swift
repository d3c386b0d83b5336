import Cryptography

/// A block's bytes in parts: all of them when we cut the block, or those that have arrived.
package struct PartSet: Sendable {
    package let header: PartSetHeader
    /// One place for each part of a block of allowed size.
    private var places: [Part?]
    /// How many parts are there.
    package private(set) var count = 0
    /// The bytes in those parts together, to be held against the chain's limit while they arrive.
    package private(set) var byteSize = 0

    /// All parts of these bytes, with their proofs.
    ///
    /// - Parameter partSize: Bytes in each part but the last; positive. Other than 64 KiB only in tests.
    package init(splitting bytes: [UInt8], partSize: Int = ChainLimits.partBytes) {
        let size = max(1, partSize)
        let pieces = stride(from: 0, to: bytes.count, by: size).map { start in
            Array(bytes[start..<min(start + size, bytes.count)])
        }
        let (root, proofs) = MerkleTree.rootAndProofs(of: pieces)
        header = PartSetHeader(total: UInt32(truncatingIfNeeded: pieces.count), hash: root)
        places = zip(pieces, proofs).enumerated().map { index, part in
            Part(index: UInt32(truncatingIfNeeded: index), bytes: part.0, proof: part.1)
        }
        count = pieces.count
        byteSize = bytes.count
    }

    /// A set with no parts yet.
    ///
    /// A header may claim 2^32 parts. The set keeps places for the 1601 that a block can have; one that claims more
    /// never gets complete.
    package init(header: PartSetHeader) {
        self.header = header
        places = [Part?](repeating: nil, count: Int(min(header.total, UInt32(ChainLimits.partsMaximum))))
    }

    /// Number of parts of the whole block.
    package var total: UInt32 { header.total }

    /// Whether all parts are there.
    package var isComplete: Bool { count == Int(total) }

    /// Which parts are there.
    package var bitArray: BitArray { BitArray(count: places.count) { places[$0] != nil } }

    /// The part of this index, nil when it has not arrived or cannot be.
    package subscript(_ index: Int) -> Part? {
        places.indices.contains(index) ? places[index] : nil
    }

    /// The parts that are there, in order.
    package var parts: [Part] { places.compactMap { $0 } }

    /// The block's bytes, nil while parts are missing.
    package var assembledBytes: [UInt8]? {
        if !isComplete { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteSize)
        for case let part? in places { bytes.append(contentsOf: part.bytes) }
        return bytes
    }

    /// Adds a part that has passed its own rules, as every decoded one has.
    ///
    /// Index and total of the proof are compared with the part's and the set's: a proof that is right for another
    /// place or tree may lead to the same root (ASA-2025-002).
    ///
    /// - Returns: Whether it was new.
    package mutating func add(_ part: Part) throws(PartSetError) -> Bool {
        let index = Int(part.index)
        if index >= places.count { throw .unexpectedIndex }
        if places[index] != nil { return false }
        if part.proof.index != Int64(part.index) || part.proof.total != Int64(total) { throw .invalidProof }
        guard let root = header.hash, (try? part.proof.verify(root: root, leaf: part.bytes)) != nil else {
            throw .invalidProof
        }
        places[index] = part
        count += 1
        byteSize += part.bytes.count
        return true
    }
}
