import Chain
import Cryptography
import JSON
import Wire

/// `block.json`: blocks, their encodings, hashes and parts, and how large they may be.
enum BlockVectors {
    /// The block size of which the limits are given: CometBFT's default.
    private static let blockBytes: Int64 = 22_020_096

    static func run(_ file: VectorMember, _ checker: inout Checker) {
        if file.has("cases") { checker.each(file["cases"], block) }
        if file.has("limits") { checker.each(file["limits"], limits) }
    }

    private static func block(_ vector: VectorMember, _ checker: inout Checker) throws {
        let bytes = try vector["proto"].hex()
        let verdict = try vector["validate_basic_error"].textIfPresent()
        checker.expect("validation", verdict: verdict) {
            try Block(protobuf: ProtobufReader(bytes)).validate()
        }
        if verdict != nil { return }
        let block = try checker.decode(Block.self, vector["proto"])
        let json = vector["amino_json"]
            .replacing("evidence", "evidence", if: .null, with: .array([]))
            .replacing("last_commit", "signatures", if: .null, with: .array([]))
        checker.expect("JSON", json: json, block)
        checker.expect("hash", bytes: try vector["hash"].hex(), block.hash.bytes)
        checker.expect("size", try vector["size"].integer(), block.size)
        let parts = block.partSet()
        checker.expect("part set's hash", bytes: try vector["part_set_hash"].hex(), parts.header.hash.bytes)
        checker.expect("part set's total", try vector["part_set_total"].integer(), parts.header.total)
        let blockID = BlockID(hash: block.hash, partSetHeader: parts.header)
        checker.expect("block ID", blockID, try checker.decode(BlockID.self, vector["block_id_proto"]))
        checker.expect("block ID's key", bytes: try vector["block_id_key"].hex(), blockID.key)
    }

    private static func limits(_ vector: VectorMember, _ checker: inout Checker) throws {
        let validators: Int = try vector["validators"].integer()
        checker.expect(
            "largest commit", try vector["max_commit_bytes"].integer(),
            BlockBudget.commitBytesMaximum(validatorCount: validators))
        for evidenceBytes: Int64 in [0, 1000] {
            let name = "max_data_bytes_\(blockBytes)_ev\(evidenceBytes)"
            let room = try BlockBudget.dataBytesMaximum(
                blockBytesMaximum: blockBytes, evidenceBytes: evidenceBytes, validatorCount: validators)
            checker.expect("room for transactions", try vector[name].integer(), room)
        }
    }
}
