import ABCI
import Chain
import Cryptography
import Wire

extension Example {
    static let parametersUpdate = ConsensusParametersUpdate(ConsensusParameters())

    static let validatorUpdate = ValidatorUpdate(pubKey: .ed25519(key.publicKey), power: 7)

    static let abciValidator = ABCIValidator(address: address, power: 7)

    static let commitInfo = CommitInfo(
        round: 1, votes: [VoteInfo(validator: abciValidator, blockIDFlag: .commit)])

    static let misbehavior = Misbehavior(
        type: .duplicateVote, validator: abciValidator, height: 5, time: time, totalVotingPower: 60)

    static let snapshot = Snapshot(height: 5, format: 1, chunks: 2, hash: [1, 2], metadata: [3])

    static let event = Event(type: "app", attributes: [EventAttribute(key: "key", value: "value", index: true)])

    static let execTxResult = ExecTxResult(
        code: 1, data: [1], log: "log", info: "info", gasWanted: 5, gasUsed: 4, events: [event], codespace: "space")

    static let txResult = TxResult(height: 5, index: 1, tx: Transaction([1]), result: execTxResult)

    static let finalized = ResponseFinalizeBlock(
        events: [event], txResults: [execTxResult, ExecTxResult()], validatorUpdates: [validatorUpdate],
        consensusParamUpdates: parametersUpdate, appHash: AppHash([1, 2]))

    static let info = ResponseInfo(
        data: "{}", version: "1", appVersion: 1, lastBlockHeight: 5, lastBlockAppHash: AppHash([1]))

    static let checked = ResponseCheckTx(
        code: 1, data: [1], log: "log", info: "info", gasWanted: 5, gasUsed: 4, events: [event], codespace: "space")

    static let query = ResponseQuery(
        code: 1, log: "log", info: "info", index: 3, key: [1], value: [2], proofOps: proofOperations, height: 5,
        codespace: "space")

    static let proofOperations = ProofOperations([
        ProofOperation(type: "simple:v", key: [1], data: proof.protobuf)
    ])
}
