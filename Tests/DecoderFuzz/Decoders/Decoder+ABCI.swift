import ABCI
import Chain
import Cryptography
import JSON
import KVStore
import Wire

extension Decoder {
    /// What node and application say to each other, and the transactions of the example application.
    static let abci: [Decoder] = requests + responses + results + [kvstoreTransaction]

    private static let requests: [Decoder] = [
        request("echo", .echo(message: "hello")),
        request("info", .info(RequestInfo(version: "0.38.25", blockVersion: 11, p2pVersion: 8, abciVersion: "2.0.0"))),
        request(
            "init-chain",
            .initChain(
                RequestInitChain(
                    time: Example.time, chainID: Example.chainID, consensusParams: Example.parametersUpdate,
                    validators: [Example.validatorUpdate], appStateBytes: [0x7b, 0x7d], initialHeight: 1))),
        request("query", .query(RequestQuery(data: [1], path: "/key", height: 5, prove: true))),
        request("check-tx", .checkTx(RequestCheckTx(tx: Transaction([1, 2]), type: .recheck))),
        request(
            "offer-snapshot", .offerSnapshot(RequestOfferSnapshot(snapshot: Example.snapshot, appHash: AppHash([1])))),
        request("load-snapshot-chunk", .loadSnapshotChunk(RequestLoadSnapshotChunk(height: 5, format: 1, chunk: 2))),
        request(
            "apply-snapshot-chunk", .applySnapshotChunk(RequestApplySnapshotChunk(index: 1, chunk: [1], sender: "a"))),
        request(
            "prepare-proposal",
            .prepareProposal(
                RequestPrepareProposal(
                    maxTxBytes: 100, txs: [Transaction([1])],
                    localLastCommit: ExtendedCommitInfo(
                        round: 1,
                        votes: [
                            ExtendedVoteInfo(
                                validator: Example.abciValidator, voteExtension: [1],
                                extensionSignature: Example.signature, blockIDFlag: .commit)
                        ]),
                    misbehavior: [Example.misbehavior], height: 5, time: Example.time,
                    nextValidatorsHash: Example.hash(1), proposerAddress: Example.address))),
        request(
            "process-proposal",
            .processProposal(
                RequestProcessProposal(txs: [Transaction([1])], proposedLastCommit: Example.commitInfo, height: 5))),
        request("extend-vote", .extendVote(RequestExtendVote(hash: Example.hash(1), height: 5, time: Example.time))),
        request(
            "verify-vote-extension",
            .verifyVoteExtension(
                RequestVerifyVoteExtension(
                    hash: Example.hash(1), validatorAddress: Example.address, height: 5, voteExtension: [1]))),
        request(
            "finalize-block",
            .finalizeBlock(
                RequestFinalizeBlock(
                    txs: [Transaction([1])], decidedLastCommit: Example.commitInfo,
                    misbehavior: [Example.misbehavior], hash: Example.hash(1), height: 5, time: Example.time,
                    nextValidatorsHash: Example.hash(2), proposerAddress: Example.address))),
    ]

    private static let responses: [Decoder] = [
        response("exception", .exception(error: "no")),
        response("info", .info(Example.info)),
        response(
            "init-chain",
            .initChain(
                ResponseInitChain(
                    consensusParams: Example.parametersUpdate, validators: [Example.validatorUpdate],
                    appHash: AppHash([1])))),
        response("query", .query(Example.query)),
        response("check-tx", .checkTx(Example.checked)),
        response("commit", .commit(ResponseCommit(retainHeight: 5))),
        response("list-snapshots", .listSnapshots(ResponseListSnapshots(snapshots: [Example.snapshot]))),
        response("offer-snapshot", .offerSnapshot(ResponseOfferSnapshot(result: .accept))),
        response("load-snapshot-chunk", .loadSnapshotChunk(ResponseLoadSnapshotChunk(chunk: [1]))),
        response(
            "apply-snapshot-chunk",
            .applySnapshotChunk(
                ResponseApplySnapshotChunk(result: .retry, refetchChunks: [1, 2], rejectSenders: ["a"]))),
        response("prepare-proposal", .prepareProposal(ResponsePrepareProposal(txs: [Transaction([1])]))),
        response("process-proposal", .processProposal(ResponseProcessProposal(status: .accept))),
        response("extend-vote", .extendVote(ResponseExtendVote(voteExtension: [1]))),
        response("verify-vote-extension", .verifyVoteExtension(ResponseVerifyVoteExtension(status: .accept))),
        response("finalize-block", .finalizeBlock(Example.finalized)),
    ]

    private static let results: [Decoder] = [
        protobuf("finalize-block-response", Example.finalized) { _ = LastResults.leaves($0.txResults) },
        protobuf("tx-result", Example.txResult),
        json("tx-result", Example.txResult),
        json("query-response", Example.query),
        json("check-tx-response", Example.checked),
        json("info-response", Example.info),
        json("validator-update", Example.validatorUpdate),
    ]

    private static func request(_ name: String, _ example: Request) -> Decoder {
        protobuf("request-\(name)", example)
    }

    private static func response(_ name: String, _ example: Response) -> Decoder {
        protobuf("response-\(name)", example)
    }

    /// A transaction that is checked, proposed and executed: what is let in must not stop the application.
    private static let kvstoreTransaction = Decoder(
        name: "kvstore-transaction",
        example: Array("val=ed25519!\(Base64.encode(Example.key.publicKey.bytes))!7".utf8)
    ) { bytes in
        var application = KVStore()
        let transaction = Transaction(bytes)
        do {
            _ = try application.initChain(RequestInitChain(time: Example.time, chainID: Example.chainID))
            if try application.checkTx(RequestCheckTx(tx: transaction)).code != 0 { return .refused }
        } catch {
            return .refused
        }
        do {
            let proposal = try application.prepareProposal(
                RequestPrepareProposal(maxTxBytes: 10_000, txs: [transaction], height: 1))
            let answer = try application.processProposal(RequestProcessProposal(txs: proposal.txs, height: 1))
            if answer.status != .accept { return .violation("refuses its own proposal") }
            _ = try application.finalizeBlock(RequestFinalizeBlock(txs: proposal.txs, height: 1))
            _ = try application.commit()
            return .accepted
        } catch {
            return .violation("lets in a transaction that it cannot execute: \(error)")
        }
    }
}
