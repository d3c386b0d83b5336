import Chain
import Cryptography

/// Values to measure with.
enum Sample {
    static let chainID: ChainID = "benchmark-chain"

    static let time = Timestamp(seconds: 1_700_000_000, nanoseconds: 123_456_789) ?? .zero

    /// Bytes that are not all the same.
    static func bytes(_ count: Int, _ seed: UInt8) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) ^ seed }
    }

    static let keys: [Ed25519PrivateKey] = (0..<175).compactMap {
        Ed25519PrivateKey(seed: SHA256.hash([UInt8($0)]).bytes)
    }

    static let key = keys[0]

    static let accountKey: Secp256k1PrivateKey = {
        guard let key = Secp256k1PrivateKey(bytes(32, 1)) else { preconditionFailure("a key has 32 bytes") }
        return key
    }()

    static let validatorSet: ValidatorSet = {
        let validators = keys.enumerated().map { index, key in
            Validator(publicKey: .ed25519(key.publicKey), votingPower: VotingPower(Int64(1_000 + index * 37)))
        }
        return (try? ValidatorSet(validators)) ?? .empty
    }()

    static let blockID = BlockID(
        hash: SHA256.hash([1]), partSetHeader: PartSetHeader(total: 17, hash: SHA256.hash([2])))

    /// Signed by every validator.
    static let commit: Commit = {
        let byAddress = Dictionary(
            uniqueKeysWithValues: keys.map { ($0.publicKey.address, $0) })
        let signatures = validatorSet.validators.enumerated().map { index, validator in
            let stamp = time.adding(nanoseconds: Int64(index) * 1_000_000)
            var vote = vote
            vote.timestamp = stamp
            let signature = byAddress[validator.address]?.sign(vote.signBytes(chainID: chainID)) ?? .empty
            return CommitSig(
                flag: .commit, validatorAddress: validator.address, timestamp: stamp, signature: signature)
        }
        return Commit(height: 1_000_000, round: 0, blockID: blockID, signatures: signatures)
    }()

    /// A precommit without its signature made.
    static let vote = Vote(
        type: .precommit, height: 1_000_000, round: 0, blockID: blockID, timestamp: time,
        validatorAddress: key.publicKey.address, validatorIndex: 100, signature: key.sign([1]))

    static let block: Block = {
        let transactions = (0..<1024).map { Transaction(bytes(1_000, UInt8(truncatingIfNeeded: $0))) }
        var block = Block(height: 1_000_001, transactions: transactions, lastCommit: commit, evidence: [])
        block.header.chainID = chainID
        block.header.time = time
        block.header.lastBlockID = blockID
        block.header.validatorsHash = validatorSet.hash
        block.header.nextValidatorsHash = validatorSet.hash
        block.header.consensusHash = ConsensusParameters().hash
        block.header.appHash = AppHash(SHA256.hash([3]).bytes)
        block.header.lastResultsHash = SHA256.hash([4])
        block.header.proposerAddress = key.publicKey.address
        return block
    }()

    static let header = block.header
}
