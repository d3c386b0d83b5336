import ABCI
import Chain
import Cryptography
import Execution
import KVStore
import PeerMessages
import Wire

/// A chain that is there to be caught up with, as its peer sends it.
struct PreparedChain {
    let genesis: GenesisDocument
    let state: ChainState
    /// The encoded answers, from height 1 on.
    private(set) var answers: [[UInt8]] = []
    private(set) var byteCount = 0

    init(blocks: Int, transactions: Int, validators: Int) throws {
        let keys = (0..<validators).compactMap { index in
            Ed25519PrivateKey(seed: [UInt8(truncatingIfNeeded: index)] + Array(repeating: 3, count: 31))
        }
        genesis = try GenesisDocument(
            time: .unixEpoch.adding(nanoseconds: 1_600_000_000_000_000_000), chainID: "benchmark",
            consensusParameters: ConsensusParameters(),
            validators: keys.map { GenesisValidator(publicKey: .ed25519($0.publicKey), power: 10, name: "") }
        ).completed(now: .unixEpoch)
        var application = KVStore()
        state = try ChainState(genesis: genesis).with(applicationVersion: KVStore.appVersion)
        var chain = try state.afterInitChain(try application.initChain(try RequestInitChain(genesis: genesis)))
        var last = Commit.empty
        for height in 1...blocks {
            let list = (0..<transactions).map { Transaction(Array("k\(height)-\($0)=v\(height &* 7919)".utf8)) }
            let proposer = chain.validators.validators[0].address
            let block = try chain.makeBlock(
                transactions: list, lastCommit: last, evidence: .empty, proposer: proposer)
            let id = BlockID(hash: block.hash, partSetHeader: block.partSet().header)
            last = PreparedChain.commit(id, block, chain.validators, keys)
            let response = try application.finalizeBlock(try chain.finalizeBlockRequest(block))
            _ = try application.commit()
            chain = try BlockTransition(from: chain, blockID: id, block: block, answer: response).state
            let answer = PeerMessage.blockSync(.blockResponse(BlockResponse(block: block, extendedCommit: nil)))
            answers.append(answer.protobuf)
            byteCount += answers[height - 1].count
        }
    }

    private static func commit(
        _ id: BlockID, _ block: Block, _ validators: ValidatorSet, _ keys: [Ed25519PrivateKey]
    ) -> Commit {
        let signatures = validators.validators.enumerated().map { index, validator -> CommitSig in
            guard let key = keys.first(where: { .ed25519($0.publicKey) == validator.publicKey }) else { return .absent }
            var vote = Vote(
                type: .precommit, height: block.height, round: 0, blockID: id,
                timestamp: block.header.time.adding(nanoseconds: 1_000_000_000 + Int64(index)),
                validatorAddress: validator.address, validatorIndex: Int32(index), signature: .empty)
            vote.signature = key.sign(vote.signBytes(chainID: "benchmark"))
            return CommitSig(
                flag: .commit, validatorAddress: vote.validatorAddress, timestamp: vote.timestamp,
                signature: vote.signature)
        }
        return Commit(height: block.height, round: 0, blockID: id, signatures: signatures)
    }
}
