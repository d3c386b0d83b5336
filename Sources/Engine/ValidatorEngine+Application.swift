import ABCI
import Chain

extension ValidatorEngine {
    /// Takes an answer of the application to where it is waited for.
    mutating func receive(_ answer: ApplicationAnswer, at now: Instant) {
        switch answer {
        case .initChain(let result, let changes): wasInitialized(result, changes: changes, at: now)
        case .prepareProposal(let result, let height, let round): wasPrepared(result, height: height, round: round)
        case .processProposal(let result, let block, let height): wasProcessed(result, block: block, height: height)
        case .extendVote(let result, let height, let round): wasExtended(result, height: height, round: round)
        case .verifyVoteExtension(let result, let vote, let peer): extensionWasVerified(result, vote, from: peer)
        case .finalizeBlock(let result, let changes, let height):
            wasExecuted(result, changes: changes, height: height, at: now)
        case .commit(.failure(let error), let height):
            emit(.stop(.applicationFailed("Commit at height \(height): \(error)")))
        case .commit(.success, _): return
        case .checkTx(let result, let key, let type): wasChecked(result, key: key, type: type, at: now)
        }
    }
}
