import Chain

// What an application answers to the calls it has no use for, as CometBFT's `BaseApplication` does.
extension Application {
    package func query(_ request: RequestQuery) throws(ApplicationError) -> ResponseQuery {
        ResponseQuery()
    }

    package mutating func checkTx(_ request: RequestCheckTx) throws(ApplicationError) -> ResponseCheckTx {
        ResponseCheckTx()
    }

    package mutating func initChain(_ request: RequestInitChain) throws(ApplicationError) -> ResponseInitChain {
        ResponseInitChain()
    }

    /// As many of the transactions, from the first on, as fit the bytes allowed.
    package mutating func prepareProposal(
        _ request: RequestPrepareProposal
    ) throws(ApplicationError) -> ResponsePrepareProposal {
        var room = max(0, request.maxTxBytes)
        let fitting = request.txs.prefix { transaction in
            room -= Int64(transaction.bytes.count)
            return room >= 0
        }
        return ResponsePrepareProposal(txs: Array(fitting))
    }

    package mutating func processProposal(
        _ request: RequestProcessProposal
    ) throws(ApplicationError) -> ResponseProcessProposal {
        ResponseProcessProposal(status: .accept)
    }

    package mutating func extendVote(_ request: RequestExtendVote) throws(ApplicationError) -> ResponseExtendVote {
        ResponseExtendVote()
    }

    package mutating func verifyVoteExtension(
        _ request: RequestVerifyVoteExtension
    ) throws(ApplicationError) -> ResponseVerifyVoteExtension {
        ResponseVerifyVoteExtension(status: .accept)
    }

    package var stagedChanges: [StagedChange] { [] }

    package mutating func dropCache() {}

    package func listSnapshots() throws(ApplicationError) -> ResponseListSnapshots {
        ResponseListSnapshots()
    }

    package mutating func offerSnapshot(
        _ request: RequestOfferSnapshot
    ) throws(ApplicationError) -> ResponseOfferSnapshot {
        ResponseOfferSnapshot()
    }

    package func loadSnapshotChunk(
        _ request: RequestLoadSnapshotChunk
    ) throws(ApplicationError) -> ResponseLoadSnapshotChunk {
        ResponseLoadSnapshotChunk()
    }

    package mutating func applySnapshotChunk(
        _ request: RequestApplySnapshotChunk
    ) throws(ApplicationError) -> ResponseApplySnapshotChunk {
        ResponseApplySnapshotChunk()
    }
}
