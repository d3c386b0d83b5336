import Chain
import Cryptography
import JSON
import Testing
import Wire

@Suite("Part sets")
struct PartSetTests {
    private static let size = ChainLimits.partBytes
    private static let content = (0..<(2 * size + 10)).map { UInt8(truncatingIfNeeded: $0 * 31 + $0 >> 16) }
    private static let whole = PartSet(splitting: content)

    @Test("All parts but the last have 64 KiB", arguments: [1, size - 1, size, size + 1, 2 * size])
    func split(count: Int) {
        let set = PartSet(splitting: [UInt8](repeating: 1, count: count))
        #expect(Int(set.total) == (count + Self.size - 1) / Self.size)
        #expect(set.parts.dropLast().allSatisfy { $0.bytes.count == Self.size })
        #expect(set.byteSize == count && set.isComplete)
    }

    @Test("Parts that arrive in any order make the same bytes")
    func assemble() throws {
        var set = PartSet(header: Self.whole.header)
        #expect(!set.isComplete && set.assembledBytes == nil && set.bitArray.isZero)
        for part in Self.whole.parts.reversed() {
            #expect(try set.add(Part(protobuf: part.protobuf)))
            #expect(try !set.add(part))
        }
        #expect(set.isComplete && set.count == 3)
        #expect(set.assembledBytes == Self.content)
        #expect(set.json.description == #"{"count/total":"3/3","parts_bit_array":"xxx"}"#)
        #expect(set[3] == nil && set[-1] == nil)
    }

    private static func altered(
        _ number: Int, index: UInt32? = nil, proofIndex: Int64? = nil, total: Int64? = nil, leaf: [UInt8]? = nil
    ) -> AlteredPart {
        let part = whole.parts[number]
        let proof = MerkleProof(
            total: total ?? part.proof.total, index: proofIndex ?? part.proof.index, leafHash: part.proof.leafHash,
            aunts: part.proof.aunts)
        return AlteredPart(part: Part(index: index ?? part.index, bytes: leaf ?? part.bytes, proof: proof))
    }

    @Test(
        "A part that does not belong there is refused",
        arguments: [
            (altered(0, index: 3, proofIndex: 3), .unexpectedIndex),
            (altered(0, index: .max), .unexpectedIndex),
            (altered(0, index: 1), .invalidProof),
            (altered(0, index: 1, proofIndex: 1), .invalidProof),
            (altered(0, proofIndex: 1), .invalidProof),
            (altered(0, total: 4), .invalidProof),
            (altered(0, leaf: [1]), .invalidProof),
        ] as [(AlteredPart, PartSetError)])
    func refused(altered: AlteredPart, error: PartSetError) {
        var set = PartSet(header: Self.whole.header)
        #expect(throws: error) { try set.add(altered.part) }
        #expect(set.count == 0)
    }

    @Test("A header that claims 2^32 parts costs no more than one that claims 1601")
    func hugeHeader() {
        var set = PartSet(header: PartSetHeader(total: .max, hash: Sample.hash(1)))
        #expect(set.bitArray.count == 1601 && !set.isComplete)
        #expect(throws: PartSetError.unexpectedIndex) { try set.add(Self.altered(0, index: 1601).part) }
    }

    @Test("A header without a hash takes no part")
    func noHash() {
        var set = PartSet(header: PartSetHeader(total: 3, hash: nil))
        #expect(throws: PartSetError.invalidProof) { try set.add(Self.whole.parts[0]) }
    }

    @Test(
        "A part that breaks a rule is refused when it is read",
        arguments: [
            (altered(2, leaf: [UInt8](repeating: 0, count: size + 1)), "error part size too big"),
            (altered(0, leaf: [1]), "error inner part with invalid size"),
            (altered(2, proofIndex: 1), "invalid part: part index 2 != proof index 1"),
            (altered(2, total: -1), "negative Total"),
        ])
    func rules(altered: AlteredPart, text: String) throws {
        #expect(try rule(reading: Part.self, altered.part.protobuf) == text)
    }

    @Test("A part goes both ways, and cut or damaged bytes never trap")
    func decoder() throws {
        let part = PartSet(splitting: [1, 2, 3]).parts[0]
        try checkDecoder(of: part)
        #expect(try Part(json: part.json) == part)
    }
}

/// A part that is not as it should be; reports name its numbers instead of its bytes.
struct AlteredPart: Sendable, CustomTestStringConvertible {
    let part: Part

    var testDescription: String {
        "part \(part.index) of \(part.bytes.count) bytes, proof \(part.proof.index) of \(part.proof.total)"
    }
}
