import Chain
import Cryptography
import Wire

extension Example {
    static let time = Timestamp(seconds: 1_700_000_000, nanoseconds: 123_456_789) ?? .zero

    static let blockID = BlockID(hash: hash(1), partSetHeader: PartSetHeader(total: 2, hash: hash(2)))

    static let bits = BitArray(count: 70) { $0 % 3 == 0 }

    static let part = Part(index: 4, bytes: leaves[4], proof: proof)

    static let signature = key.sign([1, 2, 3])

    static let vote = Vote(
        type: .precommit, height: 5, round: 1, blockID: blockID, timestamp: time, validatorAddress: address,
        validatorIndex: 3, signature: signature, extension: [9, 9], extensionSignature: signature)

    /// For a block whose key comes after that of `vote`'s.
    static let otherVote: Vote = {
        var other = vote
        let last = Array(repeating: 0xff as UInt8, count: Hash.size)
        other.blockID = BlockID(hash: Hash(last), partSetHeader: blockID.partSetHeader)
        return other
    }()

    static let proposal = Proposal(
        height: 5, round: 1, polRound: .none, blockID: blockID, timestamp: time, signature: signature)

    static let commit = Commit(
        height: 5, round: 1, blockID: blockID,
        signatures: [
            CommitSig(flag: .commit, validatorAddress: address, timestamp: time, signature: signature), .absent,
            CommitSig(flag: .nil, validatorAddress: address, timestamp: time, signature: signature),
        ])

    static let extendedCommit = ExtendedCommit(
        height: 5, round: 1, blockID: blockID,
        signatures: [
            ExtendedCommitSig(commitSig: commit.signatures[0], extension: [1], extensionSignature: signature), .absent,
        ])

    static let validators = (1...3).compactMap { number in
        Ed25519PrivateKey(seed: Array(repeating: UInt8(number), count: 32)).map {
            Validator(publicKey: .ed25519($0.publicKey), votingPower: VotingPower(Int64(number) * 10))
        }
    }

    static let validatorSet = (try? ValidatorSet(validators)) ?? .empty

    static let header = Header(
        version: BlockVersion(app: 1), chainID: chainID, height: 5, time: time, lastBlockID: blockID,
        lastCommitHash: commit.hash, dataHash: hash(3), validatorsHash: validatorSet.hash,
        nextValidatorsHash: validatorSet.hash, consensusHash: hash(4), appHash: AppHash([1, 2, 3]),
        lastResultsHash: hash(5), evidenceHash: hash(6), proposerAddress: address)

    static let signedHeader: SignedHeader = {
        var commit = Example.commit
        commit.blockID = BlockID(hash: header.hash, partSetHeader: blockID.partSetHeader)
        return SignedHeader(header: header, commit: commit)
    }()

    static let lightBlock = LightBlock(signedHeader: signedHeader, validatorSet: validatorSet)

    static let duplicateVote = Evidence.duplicateVote(
        DuplicateVoteEvidence(
            voteA: vote, voteB: otherVote, totalVotingPower: 60, validatorPower: 10, timestamp: time))

    static let lightClientAttack = Evidence.lightClientAttack(
        LightClientAttackEvidence(
            conflictingBlock: lightBlock, commonHeight: 4, byzantineValidators: validators, totalVotingPower: 60,
            timestamp: time))

    /// A block that passes its own rules.
    static let block: Block = {
        var block = Block(
            height: 6, transactions: [Transaction([1, 2, 3]), Transaction([])], lastCommit: commit,
            evidence: [])
        block.header.chainID = chainID
        block.header.time = time
        block.header.lastBlockID = blockID
        block.header.validatorsHash = validatorSet.hash
        block.header.nextValidatorsHash = validatorSet.hash
        block.header.consensusHash = ConsensusParameters().hash
        block.header.proposerAddress = address
        return block
    }()

    static let genesis = GenesisDocument(
        time: time, chainID: chainID,
        validators: validators.map { GenesisValidator(publicKey: $0.publicKey, power: $0.votingPower, name: "v") },
        appHash: AppHash([1]), appState: Array(#"{"a": [1]}"#.utf8))
}
