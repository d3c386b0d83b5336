import Chain
import Cryptography

/// Validators of power 10 each with keys from fixed seeds, and the headers they sign.
struct LightSigners {
    let chainID: ChainID
    /// In the set's order.
    let keys: [Ed25519PrivateKey]
    let set: ValidatorSet

    /// - Parameter seed: Sets made with different seeds share no key.
    init(count: UInt8, seed: UInt8, chainID: ChainID = "light-chain") throws {
        self.chainID = chainID
        let keys = (0..<count).compactMap { index in
            Ed25519PrivateKey(seed: [seed, index] + [UInt8](repeating: 5, count: 30))
        }
        set = try ValidatorSet(keys.map { Validator(publicKey: .ed25519($0.publicKey), votingPower: 10) })
        let byAddress = Dictionary(uniqueKeysWithValues: keys.map { (PublicKey.ed25519($0.publicKey).address, $0) })
        self.keys = set.validators.compactMap { byAddress[$0.address] }
    }

    /// - Parameter signing: The validators that sign, by their number; all of them for nil.
    func block(height: Height, time: Timestamp, next: ValidatorSet?, signing: Set<Int>?) -> LightBlock {
        let header = Header(
            version: BlockVersion(block: 11, app: 0), chainID: chainID, height: height, time: time,
            lastBlockID: .none, lastCommitHash: nil, dataHash: nil, validatorsHash: set.hash,
            nextValidatorsHash: (next ?? set).hash, consensusHash: nil, appHash: .empty, lastResultsHash: nil,
            evidenceHash: nil, proposerAddress: set.validators[0].address)
        let blockID = BlockID(hash: header.hash, partSetHeader: PartSetHeader(total: 1, hash: SHA256.hash([3])))
        let signatures = keys.enumerated().map { index, key in
            if signing?.contains(index) == false { return CommitSig.absent }
            let address = set.validators[index].address
            let vote = Vote(
                type: .precommit, height: height, round: 0, blockID: blockID, timestamp: time,
                validatorAddress: address, validatorIndex: Int32(index), signature: .empty)
            return CommitSig(
                flag: .commit, validatorAddress: address, timestamp: time,
                signature: key.sign(vote.signBytes(chainID: chainID)))
        }
        let commit = Commit(height: height, round: 0, blockID: blockID, signatures: signatures)
        return LightBlock(signedHeader: SignedHeader(header: header, commit: commit), validatorSet: set)
    }
}
