import Chain
import Cryptography

/// Validators with keys from fixed seeds, and the commits they sign.
struct SigningValidators {
    let chainID: ChainID
    /// In the set's order.
    let keys: [Ed25519PrivateKey]
    let set: ValidatorSet

    /// - Parameter seed: Sets made with different seeds share no key.
    init(powers: [Int64], seed: UInt8 = 0, chainID: ChainID = "test-chain") throws {
        self.chainID = chainID
        let keys = powers.indices.map { index in
            SigningValidators.key(seed: seed, index: UInt8(index))
        }
        set = try ValidatorSet(
            zip(keys, powers).map { Validator(publicKey: .ed25519($0.publicKey), votingPower: VotingPower($1)) })
        let byAddress = Dictionary(uniqueKeysWithValues: keys.map { (PublicKey.ed25519($0.publicKey).address, $0) })
        self.keys = set.validators.compactMap { byAddress[$0.address] }
    }

    static func key(seed: UInt8, index: UInt8) -> Ed25519PrivateKey {
        guard let key = Ed25519PrivateKey(seed: [seed, index] + [UInt8](repeating: 7, count: 30)) else {
            preconditionFailure("a seed has 32 bytes")
        }
        return key
    }

    static let blockID = BlockID(
        hash: SHA256.hash([1]), partSetHeader: PartSetHeader(total: 1, hash: SHA256.hash([2])))
    static let time = Timestamp.unixEpoch.adding(.seconds(1_700_000_000))

    /// A commit in which each validator does what `flags` says; one second lies between the votes.
    func commit(
        height: Height = 5, flags: [BlockIDFlag]? = nil, blockID: BlockID = SigningValidators.blockID
    ) -> Commit {
        var signatures: [CommitSig] = []
        for (index, key) in keys.enumerated() {
            let flag = flags?[index] ?? .commit
            if flag == .absent {
                signatures.append(.absent)
                continue
            }
            let time = SigningValidators.time.adding(.seconds(Int64(index)))
            let vote = Vote(
                type: .precommit, height: height, round: 0, blockID: flag == .commit ? blockID : .none,
                timestamp: time, validatorAddress: set.validators[index].address, validatorIndex: Int32(index),
                signature: .empty)
            signatures.append(
                CommitSig(
                    flag: flag, validatorAddress: set.validators[index].address, timestamp: time,
                    signature: key.sign(vote.signBytes(chainID: chainID))))
        }
        return Commit(height: height, round: 0, blockID: blockID, signatures: signatures)
    }
}

/// Random bytes that are the same at every run.
struct SeededBytes: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
