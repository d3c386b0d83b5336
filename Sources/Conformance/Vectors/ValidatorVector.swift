import Chain
import Cryptography

/// A validator as vector files list it.
struct ValidatorVector {
    let validator: Validator
    /// The address the file gives, which the key must have.
    let address: Address

    init(_ vector: VectorMember) throws {
        let bytes = try vector["pub_key"].hex()
        let type = vector.has("pub_key_type") ? try vector["pub_key_type"].text() : "ed25519"
        let key: PublicKey? =
            switch type {
            case "ed25519": Ed25519PublicKey(bytes).map(PublicKey.ed25519)
            case "secp256k1": Secp256k1PublicKey(bytes).map(PublicKey.secp256k1)
            default: nil
            }
        guard let key else { throw vector["pub_key"].wrong("a key of type \(type)") }
        validator = Validator(
            publicKey: key, votingPower: VotingPower(try vector["power"].integer()),
            proposerPriority: ProposerPriority(vector.has("priority") ? try vector["priority"].integer() : 0))
        address = vector.has("address") ? try vector["address"].address() : key.address
    }

    /// The validators of a list, their addresses compared with their keys'.
    static func list(_ list: VectorMember, _ checker: inout Checker) throws -> [Validator] {
        let vectors = try list.elements().map(ValidatorVector.init)
        checker.expect("addresses", vectors.map(\.address), vectors.map(\.validator.address))
        return vectors.map(\.validator)
    }

    /// The set that a new chain with these validators would have: their priorities are not looked at.
    static func set(_ list: VectorMember, _ checker: inout Checker) throws -> ValidatorSet {
        try ValidatorSet(try ValidatorVector.list(list, &checker))
    }
}

extension Checker {
    /// Compares a set's validators with a list: order, keys, powers and priorities.
    mutating func expect(_ subject: String, validators list: VectorMember, _ set: ValidatorSet) throws {
        let expected = try ValidatorVector.list(list, &self)
        record(
            subject, expected == set.validators, expected: "\(expected)", actual: "\(set.validators)")
    }
}
