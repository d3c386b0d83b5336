import Chain
import Cryptography
import JSON
import Testing
import Wire

@Suite("Transactions")
struct BlockDataTests {
    private static let data = BlockData([Transaction([1, 2]), Transaction([]), Transaction([3])])

    @Test("The leaves of the data hash are the transactions' hashes")
    func hash() {
        #expect(BlockData.empty.hash == MerkleTree.emptyRoot)
        #expect(Self.data.hash == MerkleTree.root(of: Self.data.transactions.map(\.hash.bytes)))
    }

    @Test("Empty transactions are written, and the size is known without writing")
    func protobuf() throws {
        #expect(Self.data.protobuf == [0x0a, 2, 1, 2, 0x0a, 0, 0x0a, 1, 3])
        #expect(Self.data.protobufSize == 9)
        let large = BlockData([Transaction([UInt8](repeating: 0, count: 300))])
        #expect(large.protobufSize == large.protobuf.count)
        try checkDecoder(of: Self.data)
        try checkJSON(of: Self.data, #"{"txs":["AQI=","","Aw=="]}"#)
        try checkJSON(of: BlockData.empty, #"{"txs":[]}"#)
    }

    @Test("Transactions beyond so many bytes are refused")
    func limit() throws {
        try Self.data.validate(bytesMaximum: 9)
        #expect(throws: ValidationError("transaction data size exceeds maximum 8")) {
            try Self.data.validate(bytesMaximum: 8)
        }
    }

    @Test("A proof shows that a transaction is in the block, and no other")
    func proof() throws {
        let proof = try #require(Self.data.proof(at: 1))
        try proof.validate(dataHash: Self.data.hash)
        try checkDecoder(of: proof)
        #expect(try TransactionProof(json: proof.json) == proof)
        #expect(throws: ValidationError("proof matches different data hash")) { try proof.validate(dataHash: nil) }
        let forged = TransactionProof(rootHash: proof.rootHash, transaction: Transaction([9]), proof: proof.proof)
        #expect(throws: ValidationError("proof is not internally consistent")) {
            try forged.validate(dataHash: Self.data.hash)
        }
        #expect(Self.data.proof(at: 3) == nil && Self.data.proof(at: -1) == nil)
    }
}
