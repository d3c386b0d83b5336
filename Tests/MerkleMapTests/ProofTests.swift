import ABCI
import Chain
import Cryptography
import Testing
import Wire

@testable import MerkleMap

@Suite("Proofs of keys")
struct ProofTests {
    /// A map of some entries, durable, with nothing but its root in memory.
    static func twin(_ kind: KeyKind, entries: Int = 150, seed: UInt64 = 2) throws -> Twin {
        let store = MemoryStore()
        var generator = Seeded(seed)
        var twin = Twin(map: try MerkleMap(reader: store))
        for _ in 0..<entries { try twin.set(kind.key(&generator), generator.bytes(generator.below(200))) }
        store.apply(try twin.map.commit(version: 1))
        twin.map = try MerkleMap(reader: store)
        return twin
    }

    /// Keys beside those of a map: one bit, one byte more or less.
    static func neighbours(of twin: Twin) -> [[UInt8]] {
        var keys: Set<[UInt8]> = [[], [0], [255]]
        for key in twin.model.keys {
            keys.insert(key + [0])
            keys.insert(Array(key.dropLast()))
            for bit in stride(from: 0, to: key.count * 8, by: max(1, key.count * 2)) {
                var other = key
                other[bit / 8] ^= 1 << UInt8(bit % 8)
                keys.insert(other)
            }
        }
        return keys.subtracting(twin.model.keys).sorted { $0.precedes($1) }
    }

    @Test("Every key is proven, and so is the absence of its neighbours", arguments: KeyKind.allCases)
    func neighbours(_ kind: KeyKind) throws {
        let twin = try ProofTests.twin(kind)
        let root = twin.map.rootHash
        for (key, value) in twin.model {
            let proof = try MapProof(protobuf: twin.map.proof(of: key).protobuf)
            try proof.verify(root: root, key: key, value: value)
            #expect(throws: MapProofError.present) { try proof.verify(root: root, key: key, value: nil) }
            #expect(throws: MapProofError.otherValue) { try proof.verify(root: root, key: key, value: value + [0]) }
            #expect(throws: MapProofError.otherKey) { try proof.verify(root: root, key: key + [0], value: value) }
        }
        for key in ProofTests.neighbours(of: twin) {
            let proof = try MapProof(protobuf: twin.map.proof(of: key).protobuf)
            try proof.verify(root: root, key: key, value: nil)
            #expect(throws: MapProofError.otherKey) { try proof.verify(root: root, key: key, value: []) }
        }
    }

    @Test("The proof of one key proves neither value nor absence of another that is there")
    func otherKeys() throws {
        let twin = try ProofTests.twin(.random, entries: 30)
        let root = twin.map.rootHash
        for key in twin.model.keys {
            let proof = try twin.map.proof(of: key)
            for (other, value) in twin.model where other != key {
                #expect(throws: MapProofError.self) { try proof.verify(root: root, key: other, value: nil) }
                #expect(throws: MapProofError.self) { try proof.verify(root: root, key: other, value: value) }
            }
        }
    }

    @Test("The empty map proves absence, and a map with entries cannot be taken for it")
    func empty() throws {
        let map = try MerkleMap(reader: EmptyState())
        let proof = try map.proof(of: [1])
        #expect(proof.protobuf.isEmpty)
        try proof.verify(root: MerkleMap.emptyRoot, key: [1], value: nil)
        let twin = try ProofTests.twin(.random, entries: 1)
        #expect(throws: MapProofError.self) { try proof.verify(root: twin.map.rootHash, key: [1], value: nil) }
        let steps = MapProof(end: nil, steps: [MapProof.Step(bit: 1, sibling: MerkleMap.emptyRoot)])
        #expect(throws: MapProofError.malformed("steps without a leaf")) {
            try steps.verify(root: MerkleMap.emptyRoot, key: [1], value: nil)
        }
    }

    @Test("A proof with any bit changed is refused, and so are its beginnings")
    func mutations() throws {
        let twin = try ProofTests.twin(.random)
        let root = twin.map.rootHash
        for (key, value) in [
            (twin.sorted[90].key, twin.sorted[90].value as [UInt8]?), (twin.sorted[7].key.dropLast() + [0], nil),
        ] {
            let bytes = try twin.map.proof(of: key).protobuf
            func isProof(_ bytes: [UInt8]) -> Bool {
                do {
                    try MapProof(protobuf: bytes).verify(root: root, key: key, value: value)
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
            for byte in UInt8.min...UInt8.max { #expect(!isProof(bytes + [byte])) }
        }
    }

    @Test("Only the one encoding is read")
    func strictness() throws {
        let hash = [UInt8](repeating: 7, count: 32)
        func decoded(_ body: (inout ProtobufWriter) -> Void) -> DecodingError? {
            var writer = ProtobufWriter()
            body(&writer)
            let bytes = writer.bytes
            do {
                _ = try MapProof(protobuf: bytes)
                return nil
            } catch {
                return error
            }
        }
        #expect(
            decoded { writer in
                writer.bytes(1, [1])
                writer.bytes(2, hash)
                writer.bytes(3, [0, 0, 0, 3] + hash)
            } == nil)
        #expect(
            decoded { writer in
                writer.bytes(2, hash)
                writer.bytes(1, [1])
            } != nil)
        #expect(
            decoded { writer in
                writer.bytes(1, [1])
                writer.bytes(1, [1])
                writer.bytes(2, hash)
            } != nil)
        #expect(decoded { $0.bytes(1, [1]) } != nil)
        #expect(decoded { $0.bytes(2, hash) } != nil)
        #expect(
            decoded { writer in
                writer.bytes(1, [1])
                writer.bytes(2, hash)
                writer.bytes(3, [0, 0, 3] + hash)
            } != nil)
        #expect(
            decoded { writer in
                writer.bytes(1, [1])
                writer.bytes(2, hash)
                writer.bytes(4, [1])
            } != nil)
    }

    @Test("Random bytes are never a proof, and never a trap")
    func randomBytes() {
        var generator = Seeded(77)
        for _ in 0..<20_000 {
            let bytes = generator.bytes(1 + generator.below(120))
            guard let proof = try? MapProof(protobuf: bytes) else { continue }
            #expect(proof.protobuf == bytes)
            #expect(throws: MapProofError.self) { try proof.verify(root: MerkleMap.emptyRoot, key: [1], value: [1]) }
        }
    }

    @Test("A step of a query's proof leads to the application hash, for values and for absence")
    func proofOperator() throws {
        let twin = try ProofTests.twin(.long)
        let root = twin.map.rootHash.bytes
        func operations(_ key: [UInt8]) throws -> ProofOperations {
            let step = MapProofOperator(key: key, proof: try twin.map.proof(of: key))
            return try ProofOperations(protobuf: ProofOperations([step.operation]).protobuf)
        }
        func path(_ key: [UInt8]) -> String {
            var path = ProofKeyPath()
            path.append(key, as: .hexadecimal)
            return path.text
        }
        let entry = twin.sorted[5]
        let runtime = MapProofOperator.runtime
        try runtime.verifyValue(entry.value, at: path(entry.key), root: root, proof: operations(entry.key))
        let absent = entry.key + [1]
        try runtime.verifyAbsence(at: path(absent), root: root, proof: operations(absent))
        #expect(throws: ProofError.step("the proof shows that the key is there")) {
            try runtime.verifyAbsence(at: path(entry.key), root: root, proof: operations(entry.key))
        }
        #expect(throws: ProofError.step("the proof is about another value of the key")) {
            try runtime.verifyValue(entry.value + [1], at: path(entry.key), root: root, proof: operations(entry.key))
        }
        #expect(throws: ProofError.step("the proof is about another key")) {
            try runtime.verifyValue([], at: path(absent), root: root, proof: operations(absent))
        }
        #expect(throws: ProofError.self) {
            try runtime.verifyValue(
                entry.value, at: path(entry.key), root: [UInt8](repeating: 0, count: 32), proof: operations(entry.key))
        }
        #expect(throws: ProofError.self) {
            try MapProofOperator(ProofOperation(type: MapProofOperator.type, key: entry.key, data: [1]))
        }
    }
}
