import ABCI
import Chain
import Cryptography
import Testing
import Wire

/// Values with something in every field.
enum Samples {
    static let hash = Hash([UInt8](1...32))
    static let address = Address([UInt8](1...20))
    static let time = Timestamp(seconds: 1_762_595_968, nanoseconds: 192_362_811) ?? .zero
    static let key = PublicKey.ed25519(Ed25519PublicKey([UInt8](1...32)) ?? Ed25519PrivateKey.generate().publicKey)
    static let transactions = [Transaction([1, 2, 3]), Transaction([]), Transaction([4])]
    static let parameters = ConsensusParametersUpdate(ConsensusParameters())
    static let validator = ABCIValidator(address: address, power: 7)
    static let update = ValidatorUpdate(pubKey: key, power: 12)
    static let snapshot = Snapshot(height: .max, format: 1, chunks: 2, hash: [1], metadata: [2, 3])
    static let commit = CommitInfo(
        round: 2,
        votes: [
            VoteInfo(validator: validator, blockIDFlag: .commit), VoteInfo(validator: validator, blockIDFlag: .absent),
        ])
    static let extendedCommit = ExtendedCommitInfo(
        round: 1,
        votes: [
            ExtendedVoteInfo(
                validator: validator, voteExtension: [9], extensionSignature: Signature([8, 7]), blockIDFlag: .nil)
        ])
    static let misbehavior = Misbehavior(
        type: .lightClientAttack, validator: validator, height: 3, time: time, totalVotingPower: 40)
    static let event = Event(
        type: "transfer",
        attributes: [
            EventAttribute(key: "to", value: ByteString([0xff, 0xfe]), index: true),
            EventAttribute(key: "amount", value: "<5>"),
        ])
    static let result = ExecTxResult(
        code: 3, data: [1], log: "l", info: "i", gasWanted: -1, gasUsed: 9, events: [event, Event()], codespace: "sdk")

    static let requests: [Request] = [
        .echo(message: "hello"), .flush,
        .info(RequestInfo(version: "0.38.25", blockVersion: 11, p2pVersion: 8, abciVersion: "2.0.0")),
        .initChain(
            RequestInitChain(
                time: time, chainID: "chain", consensusParams: parameters, validators: [update],
                appStateBytes: [UInt8(ascii: "{"), UInt8(ascii: "}")], initialHeight: 4)),
        .query(RequestQuery(data: [1], path: "/store", height: 5, prove: true)),
        .checkTx(RequestCheckTx(tx: transactions[0], type: .recheck)), .commit, .listSnapshots,
        .offerSnapshot(RequestOfferSnapshot(snapshot: snapshot, appHash: AppHash([1, 2]))),
        .loadSnapshotChunk(RequestLoadSnapshotChunk(height: 1, format: 2, chunk: 3)),
        .applySnapshotChunk(RequestApplySnapshotChunk(index: 1, chunk: [2], sender: "peer")),
        .prepareProposal(
            RequestPrepareProposal(
                maxTxBytes: 1000, txs: transactions, localLastCommit: extendedCommit, misbehavior: [misbehavior],
                height: 6, time: time, nextValidatorsHash: hash, proposerAddress: address)),
        .processProposal(
            RequestProcessProposal(
                txs: transactions, proposedLastCommit: commit, misbehavior: [misbehavior], hash: hash, height: 6,
                time: time, nextValidatorsHash: hash, proposerAddress: address)),
        .extendVote(
            RequestExtendVote(
                hash: hash, height: 6, time: time, txs: transactions, proposedLastCommit: commit,
                misbehavior: [misbehavior], nextValidatorsHash: hash, proposerAddress: address)),
        .verifyVoteExtension(
            RequestVerifyVoteExtension(hash: hash, validatorAddress: address, height: 6, voteExtension: [1])),
        .finalizeBlock(
            RequestFinalizeBlock(
                txs: transactions, decidedLastCommit: commit, misbehavior: [misbehavior], hash: hash, height: 6,
                time: time, nextValidatorsHash: hash, proposerAddress: address)),
    ]

    static let responses: [Response] = [
        .exception(error: "boom"), .echo(message: "hello"), .flush,
        .info(
            ResponseInfo(data: "d", version: "v", appVersion: 1, lastBlockHeight: 4, lastBlockAppHash: AppHash([1]))),
        .initChain(ResponseInitChain(consensusParams: parameters, validators: [update], appHash: AppHash([1]))),
        .query(
            ResponseQuery(
                code: 1, log: "l", info: "i", index: -1, key: [1], value: [2],
                proofOps: ProofOperations([ProofOperation(type: "simple:v", key: [1], data: [2])]), height: 4,
                codespace: "c")),
        .checkTx(
            ResponseCheckTx(
                code: 1, data: [1], log: "l", info: "i", gasWanted: 10, gasUsed: 9, events: [event], codespace: "c")),
        .commit(ResponseCommit(retainHeight: 3)), .listSnapshots(ResponseListSnapshots(snapshots: [snapshot])),
        .offerSnapshot(ResponseOfferSnapshot(result: .rejectSender)),
        .loadSnapshotChunk(ResponseLoadSnapshotChunk(chunk: [1])),
        .applySnapshotChunk(
            ResponseApplySnapshotChunk(
                result: .retrySnapshot, refetchChunks: [0, 300, .max], rejectSenders: ["a", ""])),
        .prepareProposal(ResponsePrepareProposal(txs: transactions)),
        .processProposal(ResponseProcessProposal(status: .reject)),
        .extendVote(ResponseExtendVote(voteExtension: [1])),
        .verifyVoteExtension(ResponseVerifyVoteExtension(status: .accept)),
        .finalizeBlock(
            ResponseFinalizeBlock(
                events: [event], txResults: [result, ExecTxResult()], validatorUpdates: [update],
                consensusParamUpdates: ConsensusParametersUpdate(block: BlockParameters()), appHash: AppHash([1]))),
    ]
}

/// Numbers that are the same in every run.
struct TestNumbers {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return value ^ value >> 31
    }

    mutating func next(below bound: Int) -> Int { Int(next() % UInt64(bound)) }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }
}
