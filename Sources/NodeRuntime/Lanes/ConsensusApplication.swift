import ABCI
import Engine

/// The application as consensus has it. It executes a proposed block as soon as it has accepted it, while its votes are under
/// way and the block before is made durable.
///
/// That is no step of the block's way: what a block does is a function of the committed state and of the block, and goes into
/// an overlay, of which nobody learns before the engine asks for it. Then the answer is there; when another block is decided,
/// that one is executed instead, and what was done is forgotten (`Application.finalizeBlock`).
struct ConsensusApplication {
    private(set) var application: any Application
    private let signatures: SignatureChecks
    private let metrics: NodeMetrics?
    /// The answer to a call that has not come.
    private var ahead: (request: RequestFinalizeBlock, answer: ApplicationAnswer)?

    init(_ application: any Application, _ signatures: SignatureChecks, metrics: NodeMetrics?) {
        self.application = application
        self.signatures = signatures
        self.metrics = metrics
    }

    mutating func answer(_ call: ApplicationCall) -> ApplicationAnswer {
        switch call {
        case .prepareProposal(let request, _): signatures.tell(&application, of: request.txs)
        case .processProposal(let request, _): signatures.tell(&application, of: request.txs)
        case .finalizeBlock(let request):
            defer {
                ahead = nil
                signatures.forget(request.txs)
            }
            if let ahead, ahead.request == request { return ahead.answer }
            return execute(request)
        default: break
        }
        return timed(call)
    }

    /// Executes the block of a proposal that was accepted.
    mutating func executeAhead(_ proposal: RequestProcessProposal, _ answer: ApplicationAnswer) {
        guard case .processProposal(.success(let verdict), _, _) = answer, verdict.status == .accept else { return }
        let request = RequestFinalizeBlock(proposal)
        if ahead?.request == request { return }
        ahead = nil
        let answer = execute(request)
        // What failed may succeed when it counts.
        if case .finalizeBlock(.success, _, _) = answer { ahead = (request, answer) }
    }

    private mutating func execute(_ request: RequestFinalizeBlock) -> ApplicationAnswer {
        signatures.prepare(&application, for: request.txs)
        return timed(.finalizeBlock(request))
    }

    private mutating func timed(_ call: ApplicationCall) -> ApplicationAnswer {
        ApplicationLane.timed(call, metrics) { application.answer(call) }
    }
}

extension RequestFinalizeBlock {
    /// To execute the block of a proposal.
    fileprivate init(_ proposal: RequestProcessProposal) {
        self.init(
            txs: proposal.txs, decidedLastCommit: proposal.proposedLastCommit, misbehavior: proposal.misbehavior,
            hash: proposal.hash, height: proposal.height, time: proposal.time,
            nextValidatorsHash: proposal.nextValidatorsHash, proposerAddress: proposal.proposerAddress)
    }
}
