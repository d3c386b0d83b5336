/// The state machine that the chain replicates: ABCI 2.0 with the method names of v0.38, in process.
///
/// Values go in, values come out, nothing waits. `mutating` says which calls may change what the value holds:
/// - A value is a snapshot. Whoever keeps a copy from before a change (the mempool for `checkTx`, clients for `query`
///   and `info`) goes on reading the copy, side by side with consensus, until it takes a newer one after `commit`.
/// - `finalizeBlock` puts its changes into an overlay of the value and leaves what was committed alone.
///   `stagedChanges` names them, so that one storage transaction can make them durable together with the block;
///   `commit` then makes them the committed state. An application that keeps its state elsewhere has no staged changes
///   and makes them durable in `commit` itself.
/// - A call that throws has changed nothing. The process stops, or refuses what it was about to do.
///
/// Answers must be the same on every node except where a method says otherwise. `Echo` and `Flush` belong to the socket
/// and exist only in `Request` and `Response`.
package protocol Application: Sendable {
    // MARK: Query connection

    /// What the application last committed, and its versions.
    func info(_ request: RequestInfo) throws(ApplicationError) -> ResponseInfo

    /// Reads the committed state.
    func query(_ request: RequestQuery) throws(ApplicationError) -> ResponseQuery

    // MARK: Mempool connection

    /// Whether a transaction may wait in the mempool. Answers may differ from node to node. What it changes is the
    /// mempool's own copy of the application only.
    mutating func checkTx(_ request: RequestCheckTx) throws(ApplicationError) -> ResponseCheckTx

    // MARK: Consensus connection

    /// The first call on a new chain, before its first block.
    mutating func initChain(_ request: RequestInitChain) throws(ApplicationError) -> ResponseInitChain

    /// The transactions of the block that this node proposes. Answers may differ from node to node.
    mutating func prepareProposal(
        _ request: RequestPrepareProposal
    ) throws(ApplicationError) -> ResponsePrepareProposal

    /// Whether to vote for a proposed block.
    mutating func processProposal(
        _ request: RequestProcessProposal
    ) throws(ApplicationError) -> ResponseProcessProposal

    /// What to add to this node's precommit. Answers may differ from node to node.
    mutating func extendVote(_ request: RequestExtendVote) throws(ApplicationError) -> ResponseExtendVote

    /// Whether to accept what another validator added to its precommit.
    mutating func verifyVoteExtension(
        _ request: RequestVerifyVoteExtension
    ) throws(ApplicationError) -> ResponseVerifyVoteExtension

    /// Executes a decided block into the overlay. The committed state stays as it was.
    mutating func finalizeBlock(_ request: RequestFinalizeBlock) throws(ApplicationError) -> ResponseFinalizeBlock

    /// What the block executed last has changed and `commit` will make the committed state, in an order that does not
    /// depend on the process.
    var stagedChanges: [StagedChange] { get }

    /// Makes the overlay the committed state.
    mutating func commit() throws(ApplicationError) -> ResponseCommit

    /// Drops from memory what can be read from the store again. Called for a copy that clients read, once its last block is
    /// durable: it is to hold nothing that consensus has long replaced.
    mutating func dropCache()

    // MARK: Snapshot connection

    /// The snapshots this node can serve.
    func listSnapshots() throws(ApplicationError) -> ResponseListSnapshots

    /// Whether to restore from a snapshot that peers offer.
    mutating func offerSnapshot(_ request: RequestOfferSnapshot) throws(ApplicationError) -> ResponseOfferSnapshot

    /// A chunk of a snapshot of ours.
    func loadSnapshotChunk(
        _ request: RequestLoadSnapshotChunk
    ) throws(ApplicationError) -> ResponseLoadSnapshotChunk

    /// A chunk of the snapshot being restored.
    mutating func applySnapshotChunk(
        _ request: RequestApplySnapshotChunk
    ) throws(ApplicationError) -> ResponseApplySnapshotChunk
}
