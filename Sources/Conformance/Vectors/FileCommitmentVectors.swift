import Cryptography
import Transactions

/// `daon/file_commitment.json`: the commitment to a file over segments of 1 KiB.
enum FileCommitmentVectors {
    static func run(_ file: VectorMember, _ checker: inout Checker) {
        checker.each(file["vectors"]) { vector, checker in
            let root = FileCommitment.root(of: try content(vector))
            checker.expect("root", bytes: try vector["root_hex"].hex(), root.bytes)
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
}
