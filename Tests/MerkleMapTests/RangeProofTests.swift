import ABCI
import Chain
import Cryptography
import Testing
import Wire

@testable import MerkleMap

@Suite("Proofs of ranges")
struct RangeProofTests {
    @Test("A range is proven whole, or page by page", arguments: KeyKind.allCases)
    func ranges(_ kind: KeyKind) throws {
        let twin = try ProofTests.twin(kind, entries: 120)
        let root = twin.map.rootHash
        let sorted = twin.sorted
        var generator = Seeded(31)
        let strangers = ProofTests.neighbours(of: twin)
        for _ in 0..<150 {
            let bounds = (0..<2).map { _ in
                generator.below(2) == 0
                    ? sorted[generator.below(sorted.count)].key : strangers[generator.below(strangers.count)]
            }.sorted { $0.precedes($1) }
            let range = [
                KeyRange(from: bounds[0], upTo: bounds[1]), KeyRange(from: bounds[0]), KeyRange(upTo: bounds[1]),
                KeyRange(prefix: Array(bounds[0].prefix(2))), KeyRange(),
            ][generator.below(5)]
            let expected = sorted.filter { range.contains($0.key) }
            let limit = generator.below(3) == 0 ? 7 : 1000
            var found: [MapEntry] = []
            var rest = range
            while true {
                let (proof, covered) = try twin.map.rangeProof(in: rest, limit: limit)
                let page = try RangeProof(protobuf: proof.protobuf).verify(root: root, range: covered)
                #expect(page.count <= limit && covered.lower == rest.lower)
                found += page
                guard let next = covered.upper, next != range.upper else { break }
                rest = KeyRange(from: next, upTo: range.upper)
            }
            #expect(found == expected, "\(range)")
        }
    }

    @Test("The empty map has no entry in any range")
    func empty() throws {
        let map = try MerkleMap(reader: EmptyState())
        let (proof, covered) = try map.rangeProof(in: KeyRange(), limit: 5)
        #expect(proof.nodes.isEmpty && covered == KeyRange())
        #expect(try proof.verify(root: MerkleMap.emptyRoot, range: covered).isEmpty)
        #expect(throws: MapProofError.self) { try proof.verify(root: SHA256.hash([1]), range: covered) }
    }

    @Test("What is left out of a range is missed, wherever it was")
    func leftOut() throws {
        let twin = try ProofTests.twin(.random, entries: 40)
        let root = twin.map.rootHash
        let sorted = twin.sorted
        let range = KeyRange(from: sorted[10].key, through: sorted[20].key)
        let (proof, _) = try twin.map.rangeProof(in: range, limit: 100)
        #expect(try proof.verify(root: root, range: range) == Array(sorted[10...20]))
        // A wider range is not covered, a narrower one has an entry too many.
        for wrong in [
            KeyRange(from: sorted[9].key, through: sorted[20].key),
            KeyRange(from: sorted[10].key, through: sorted[21].key),
            KeyRange(from: sorted[8].key, through: sorted[20].key), KeyRange(),
            KeyRange(from: sorted[11].key, through: sorted[20].key),
        ] {
            #expect(throws: MapProofError.self, "\(wrong)") { try proof.verify(root: root, range: wrong) }
        }
        for (index, node) in proof.nodes.enumerated() {
            var nodes = proof.nodes
            switch node {
            case .entry(let entry):
                // Shown as a stranger, or hidden behind its hash: the root stays the same.
                nodes[index] = .neighbour(key: entry.key, valueHash: SHA256.hash(entry.value))
                #expect(throws: MapProofError.incomplete) {
                    try RangeProof(nodes: nodes).verify(root: root, range: range)
                }
                nodes[index] = .subtree(MapHash.leaf(key: entry.key, value: entry.value))
                #expect(throws: MapProofError.incomplete) {
                    try RangeProof(nodes: nodes).verify(root: root, range: range)
                }
            case .neighbour(let key, let valueHash):
                nodes[index] = .subtree(MapHash.leaf(key: key, valueHash: valueHash))
                #expect(throws: MapProofError.incomplete) {
                    try RangeProof(nodes: nodes).verify(root: root, range: range)
                }
            case .inner, .subtree:
                nodes.remove(at: index)
                #expect(throws: MapProofError.self) { try RangeProof(nodes: nodes).verify(root: root, range: range) }
            }
        }
        #expect(throws: MapProofError.incomplete) {
            try RangeProof(nodes: [.subtree(root)]).verify(root: root, range: range)
        }
        #expect(throws: MapProofError.malformed("nodes follow the tree")) {
            try RangeProof(nodes: proof.nodes + [.subtree(root)]).verify(root: root, range: range)
        }
    }

    @Test("A proof with any bit changed is refused, and so are its beginnings")
    func mutations() throws {
        let twin = try ProofTests.twin(.random, entries: 60)
        let root = twin.map.rootHash
        let range = KeyRange(from: twin.sorted[20].key, through: twin.sorted[24].key)
        let bytes = try twin.map.rangeProof(in: range, limit: 100).proof.protobuf
        func isProof(_ bytes: [UInt8]) -> Bool {
            do {
                _ = try RangeProof(protobuf: bytes).verify(root: root, range: range)
                return true
            } catch {
                return false
            }
        }
        #expect(isProof(bytes))
        for bit in 0..<bytes.count * 8 {
            var wrong = bytes
            wrong[bit / 8] ^= 1 << UInt8(bit % 8)
            if isProof(wrong) { Issue.record("bit \(bit)") }
        }
        for length in 0..<bytes.count { #expect(!isProof(Array(bytes[..<length])), "\(length) bytes") }
        var generator = Seeded(1)
        for _ in 0..<20_000 { #expect(!isProof(generator.bytes(generator.below(100)))) }
    }
}
