import Cryptography

/// `daon/file_commitment.json`: the commitment to a file over segments of 1 KiB.
enum FileCommitmentVectors {
    private static let segmentSize = 1024

    static func run(_ file: VectorMember, _ checker: inout Checker) {
        checker.each(file["vectors"]) { vector, checker in
            checker.expect("root", bytes: try vector["root_hex"].hex(), root(of: try content(vector)).bytes)
        }
    }

    /// The file: its text, or segments of one repeated byte each.
    private static func content(_ vector: VectorMember) throws -> [UInt8] {
        if vector.has("input_utf8") { return try vector["input_utf8"].utf8() }
        if vector.has("input_hex") { return try vector["input_hex"].hex() }
        return try vector["input_segments"].elements().flatMap { segment in
            [UInt8](repeating: try segment["byte"].integer(), count: try segment["length"].integer())
        }
    }

    /// RFC 6962's tree with leaf hashes of its own: SHA-256(0x03 ‖ segment). A file of at most one segment, the empty
    /// one too, is one leaf.
    private static func root(of content: [UInt8]) -> Hash {
        let starts = Array(stride(from: 0, to: max(1, content.count), by: segmentSize))
        let leaves = starts.map { start in
            SHA256.hash([3] + content[start..<min(start + segmentSize, content.count)])
        }
        return root(of: leaves[...])
    }

    private static func root(of hashes: ArraySlice<Hash>) -> Hash {
        guard hashes.count > 1 else { return hashes.first ?? SHA256.hash([3]) }
        let split = hashes.startIndex + largestPowerOfTwo(below: hashes.count)
        return MerkleTree.innerHash(root(of: hashes[..<split]), root(of: hashes[split...]))
    }

    private static func largestPowerOfTwo(below count: Int) -> Int {
        1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
    }
}
