import Cryptography
import Testing
import Wire

@Suite("Proofs through several trees")
struct ProofRuntimeTests {
    /// A store of two keys inside an application of two stores, and the proof of one value.
    private let root: Hash
    private let proof: ProofOperations
    private let value = Array("value".utf8)

    init() {
        let (inner, innerProofs) = MerkleTree.rootAndProofs(of: [
            ValueOperator.leaf(key: Array("key".utf8), value: value),
            ValueOperator.leaf(key: Array("other".utf8), value: [1]),
        ])
        let (outer, outerProofs) = MerkleTree.rootAndProofs(of: [
            ValueOperator.leaf(key: Array("bank".utf8), value: [2]),
            ValueOperator.leaf(key: Array("store/1".utf8), value: inner.bytes),
        ])
        root = outer
        proof = ProofOperations([
            ValueOperator(key: Array("key".utf8), proof: innerProofs[0]).operation,
            ValueOperator(key: Array("store/1".utf8), proof: outerProofs[1]).operation,
        ])
    }

    private func verdict(
        _ path: String, value: [UInt8]? = nil, root: [UInt8]? = nil, proof: ProofOperations? = nil
    ) -> String? {
        do throws(ProofError) {
            try ProofRuntime.standard.verifyValue(
                value ?? self.value, at: path, root: root ?? self.root.bytes, proof: proof ?? self.proof)
            return nil
        } catch {
            return error.description
        }
    }

    @Test("A value in nested trees is proven, in either encoding of its path")
    func proven() {
        #expect(verdict("/store%2F1/key") == nil)
        #expect(verdict("/x:73746F72652F31/x:6b6579") == nil)
    }

    @Test("What is not proven is refused in CometBFT's words")
    func refusals() {
        #expect(verdict("") == "key path string must start with a forward slash '/'")
        #expect(verdict("/key") == "key path has insufficient # of parts: expected no more keys but got store/1")
        #expect(verdict("/a/store%2F1/key") == "keypath not consumed all")
        #expect(verdict("/store%2F1/foo") == "key mismatch on operation #0: expected foo but got key")
        #expect(verdict("/foo/key") == "key mismatch on operation #1: expected foo but got store/1")
        #expect(verdict("/store%2F1/key", value: [9])?.hasPrefix("leaf hash mismatch: want ") == true)
        #expect(
            verdict("/store%2F1/key", root: [1, 2])
                == "calculated root hash is invalid: expected 0102 but got \(root)")
        let unknown = ProofOperations([ProofOperation(type: "iavl:v", key: [], data: [])])
        #expect(
            verdict("/a", proof: unknown)
                == "decoding proof: decoding a proof operator: unrecognized proof type iavl:v")
        let empty = ProofOperations([ProofOperation(type: "simple:v", key: [], data: [])])
        #expect(verdict("/a", proof: empty) == "decoding proof: decoding a proof operator: nil proof")
        let broken = ProofOperations([ProofOperation(type: "simple:v", key: [], data: [0x12, 9])])
        #expect(
            verdict("/a", proof: broken)?.hasPrefix(
                "decoding proof: decoding a proof operator: decoding ProofOp.Data into ValueOp: ") == true)
    }

    @Test("No standard step proves absence")
    func absence() {
        #expect(throws: ProofError.argumentCount(0)) {
            try ProofRuntime.standard.verifyAbsence(at: "/store%2F1/key", root: root.bytes, proof: proof)
        }
    }

    @Test("A proof without steps proves only that the value is the root")
    func noSteps() {
        #expect(verdict("/a", value: [1], root: [1], proof: ProofOperations([])) == "keypath not consumed all")
        #expect(
            verdict("/a", value: [1], root: [2], proof: ProofOperations([]))
                == "calculated root hash is invalid: expected 02 but got 01")
    }

    @Test("CometBFT's proof of one value in a tree of two is accepted, and comes out of our own parts")
    func known() throws {
        let encoded = try bytes(
            "0a600a0873696d706c653a7612046b6579311a4e0a046b657931124608021a20"
                + "a44d3cc7daba1a4600b00a2434b30f8b970652169810d6dfa9fb1793a2189324"
                + "222020127871bb98506fcb2eb26ab0f726a97fd0407c0314098a4418e31f40ab74a6")
        let root = try bytes("da1cb1a8d199d4a63b3eeba54ef05ccd1ea5486e6acd6b3a73b43d47a610fcdb")
        let operations = try ProofOperations(protobuf: encoded)
        #expect(verdict("/key1", value: Array("value1".utf8), root: root, proof: operations) == nil)
        #expect(operations.protobuf == encoded)
        let step = try ValueOperator(try #require(operations.operations.first))
        #expect(ProofOperations([step.operation]).protobuf == encoded)
    }

    @Test("A proof of more steps than the bound is refused")
    func bound() throws {
        let step = [UInt8](arrayLiteral: 0x0a, 0)
        let most = [UInt8]([[UInt8]](repeating: step, count: ProofOperations.countMaximum).joined())
        #expect(try ProofOperations(protobuf: most).operations.count == ProofOperations.countMaximum)
        #expect(throws: DecodingError.self) { try ProofOperations(protobuf: most + step) }
    }

    @Test("Any bytes give a proof or an error")
    func robustness() throws {
        try checkRobustness(proof)
        try checkRobustness(try #require(proof.operations.first))
    }
}
