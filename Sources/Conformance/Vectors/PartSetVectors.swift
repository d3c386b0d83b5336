import Chain
import Cryptography
import Wire

/// `part_set.json`: data cut into parts, their proofs, and the header that names them all.
enum PartSetVectors {
    static func run(_ file: VectorMember, _ checker: inout Checker) {
        if file.has("cases") { checker.each(file["cases"], pattern) }
        if file.has("small_part_size") { checker.each(file["small_part_size"], small) }
    }

    private static func pattern(_ vector: VectorMember, _ checker: inout Checker) throws {
        let seed: Int = try vector["pattern_seed"].integer(), count: Int = try vector["pattern_len"].integer()
        let data = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 31 + ($0 >> 8) * 17 + seed) }
        let set = try compare(data, vector, &checker)
        checker.expect("header's protobuf", bytes: try vector["psh_proto"].hex(), set.header.protobuf)
        checker.expect("header decoded", set.header, try checker.decode(PartSetHeader.self, vector["psh_proto"]))
        let expected = try vector["parts"].elements()
        for (part, vector) in zip(set.parts, expected) {
            checker.at(vector.path) { checker in
                checker.expect("index", try vector["index"].integer(), part.index)
                checker.expect("size", try vector["size"].integer(), part.bytes.count)
                try ProofVector(vector["proof"]).compare(part.proof, &checker)
            }
        }
    }

    private static func small(_ vector: VectorMember, _ checker: inout Checker) throws {
        let set = try compare(try vector["data"].hex(), vector, &checker)
        let last = try checker.decode(Part.self, vector["last_part_proto"])
        checker.expect("last part", last, set.parts.last)
    }

    /// Cuts the data and puts the parts, the last one first, together again.
    private static func compare(
        _ data: [UInt8], _ vector: VectorMember, _ checker: inout Checker
    ) throws -> PartSet {
        let set = PartSet(splitting: data, partSize: try vector["part_size"].integer())
        checker.expect("total", try vector["total"].integer(), set.header.total)
        checker.expect("hash", bytes: try vector["hash"].hex(), set.header.hash.bytes)
        var received = PartSet(header: set.header)
        for part in set.parts.reversed() {
            checker.attempt("part \(part.index) received") { _ in _ = try received.add(part) }
        }
        checker.expect("assembled", bytes: data, received.assembledBytes ?? [])
        return set
    }
}
