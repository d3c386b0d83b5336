package import ABCI
import Chain

extension Application {
    /// Carries out one of the engine's calls: what a runner does on the application's lane.
    package mutating func answer(_ call: ApplicationCall) -> ApplicationAnswer {
        switch call {
        case .initChain(let request):
            let result = attempt { (self) throws(ApplicationError) in try self.initChain(request) }
            return .initChain(result, changes: stagedChanges)
        case .prepareProposal(let request, let round):
            return .prepareProposal(
                attempt { (self) throws(ApplicationError) in try self.prepareProposal(request) },
                height: request.height, round: round)
        case .processProposal(let request, let block):
            return .processProposal(
                attempt { (self) throws(ApplicationError) in try self.processProposal(request) }, block: block,
                height: request.height)
        case .extendVote(let request, let round):
            return .extendVote(
                attempt { (self) throws(ApplicationError) in try self.extendVote(request) }, height: request.height,
                round: round)
        case .verifyVoteExtension(let request, let vote, let peer):
            let result = attempt { (self) throws(ApplicationError) in try self.verifyVoteExtension(request) }
            return .verifyVoteExtension(result, vote: vote, from: peer)
        case .finalizeBlock(let request):
            let result = attempt { (self) throws(ApplicationError) in try self.finalizeBlock(request) }
            return .finalizeBlock(result, changes: stagedChanges, height: request.height)
        case .commit(let height):
            return .commit(attempt { (self) throws(ApplicationError) in try self.commit() }, height: height)
        case .checkTx(let request, let key):
            return .checkTx(
                attempt { (self) throws(ApplicationError) in try self.checkTx(request) }, key: key, type: request.type)
        }
    }

    private mutating func attempt<Response>(
        _ body: (inout Self) throws(ApplicationError) -> Response
    ) -> Result<Response, ApplicationError> {
        do {
            return .success(try body(&self))
        } catch {
            return .failure(error)
        }
    }
}
