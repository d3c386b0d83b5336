import Chain
import Cryptography
import Wire

/// `data_hash.json`: transactions, their hashes, the header's data hash and proofs of inclusion.
enum DataHashVectors {
    static func run(_ file: VectorMember, _ checker: inout Checker) {
        checker.each(file["cases"]) { vector, checker in
            let transactions = try vector["txs"].elements().map { Transaction(try $0.hex()) }
            let hashes = try vector["tx_hashes"].elements().map { try $0.hex() }
            let data = BlockData(transactions)
            checker.expect("transaction hashes", hashes, transactions.map(\.hash.bytes))
            checker.expect("data hash", bytes: try vector["data_hash"].hex(), data.hash.bytes)
            checker.expect("protobuf", bytes: try vector["data_proto"].hex(), data.protobuf)
            checker.expect("size", try vector["proto_size"].integer(), data.protobufSize)
            checker.expect("decoded", data, try checker.decode(BlockData.self, vector["data_proto"]))
            if vector.has("proof_index") { try proof(vector, data, &checker) }
        }
    }

    private static func proof(_ vector: VectorMember, _ data: BlockData, _ checker: inout Checker) throws {
        let decoded = try checker.decode(TransactionProof.self, vector["tx_proof_proto"], "proof's protobuf")
        checker.expect("proof", decoded, data.proof(at: try vector["proof_index"].integer()))
        checker.expect("proof's JSON", json: vector["tx_proof_json"], decoded)
        checker.expect("proof's validation", verdict: nil) { try decoded.validate(dataHash: data.hash) }
    }
}
