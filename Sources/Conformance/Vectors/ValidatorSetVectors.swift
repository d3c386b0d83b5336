import Chain
import Cryptography
import Wire

/// `validator_set_hash.json`: validator sets, their hashes and encodings.
enum ValidatorSetVectors {
    static func run(_ file: VectorMember, _ checker: inout Checker) {
        checker.each(file["cases"]) { vector, checker in
            let set = try ValidatorVector.set(vector["validators"], &checker)
            try checker.expect("validators", validators: vector["validators"], set)
            checker.expect("proposer", try vector["proposer"].address(), set.proposer?.address)
            checker.expect("total power", try vector["total_power"].integer(), set.totalPower.rawValue)
            checker.expect("hash", bytes: try vector["hash"].hex(), set.hash.bytes)
            let leaves = try vector["leaves"].elements().map { try $0.hex() }
            checker.expect("root of the leaves", bytes: set.hash.bytes, MerkleTree.root(of: leaves).bytes)
            if vector.has("proto") {
                let decoded = try checker.decode(ValidatorSet.self, vector["proto"])
                checker.expect("decoded", set, decoded)
                checker.expect("protobuf of a new set", bytes: try vector["proto"].hex(), set.protobuf)
            }
            if vector.has("amino_json") {
                checker.expect("JSON", json: vector["amino_json"], set)
            }
        }
    }
}
