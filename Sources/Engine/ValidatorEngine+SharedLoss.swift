import Chain
import Consensus
import Cryptography
import Execution

// Several validators have lost their data at once, and their operators have said so: `SharedLoss`.
extension ValidatorEngine {
    /// Whether we are one of those who have forgotten what they signed.
    var haveForgotten: Bool { ownAddress.map { sharedLoss?.forgetful.contains($0) == true } ?? false }

    /// Whether a validator need not be heard, because it waits to hear us: the chain goes on without all of those.
    func isExcused(_ validator: Address, in chain: ChainState) -> Bool {
        guard let sharedLoss, sharedLoss.restart == nil, sharedLoss.forgetful.contains(validator) else { return false }
        return sharedLoss.isBorne(by: chain.validators, chain.consensusParameters.faultModel)
    }

    /// The restart that the chain is in, or comes to; nil when it is behind us.
    var restart: SharedLoss.Restart? {
        guard let chain, let restart = sharedLoss?.restart else { return nil }
        return restart.isOver(after: chain.lastBlockHeight) ? nil : restart
    }

    /// Takes part again where everyone goes on, though nobody can be heard that goes on meanwhile.
    mutating func rejoin(_ restart: SharedLoss.Restart, lastSigned: SignedStep?) {
        isRejoining = true
        abstainsThrough = restart.height.previous
        let logged = unreplayed.compactMap(\.input.ownSignature).max()
        // What was signed since the restart and is not in the log was lost once more.
        if let lastSigned,
            lastSigned.height > restart.height.next
                || (restart.isAbout(lastSigned.height) && lastSigned.round >= restart.round),
            logged.map({ $0 < lastSigned }) ?? true
        {
            abstainsThrough = lastSigned.height
        }
        notify(.rejoining(height: restart.height, round: restart.round))
    }

    /// Whether we may have signed in this round before we forgot, or cannot know.
    func abstainsUntilRestart(from height: Height, _ round: Round) -> Bool {
        guard isRejoining, let restart, restart.isAbout(height) else { return false }
        return round < restart.round || restartRule == nil
    }

    /// Whether it is no wonder that we do not know of a signature of ours: we gave it before we forgot.
    func isForgotten(_ step: SignedStep) -> Bool {
        guard isRejoining, let restart = sharedLoss?.restart else { return false }
        return step.height < restart.height || (restart.isAbout(step.height) && step.round < restart.round)
    }

    /// How the height after the chain's last block is decided when it is one of a restart. There is none where those who
    /// forgot are a quorum: they abstain, and the chain stands still.
    var restartRule: RestartRule? {
        guard let chain, let sharedLoss, let restart, restart.isAbout(chain.nextHeight),
            !sharedLoss.isTooMuch(of: chain.validators, chain.consensusParameters.faultModel)
        else { return nil }
        return RestartRule(
            sharedLoss, from: restart.round, validators: chain.validators, address: ownAddress)
    }

    /// A height has begun, as far as the log knows it: it goes on in the round that all have agreed on.
    ///
    /// For consensus the statement is the time-out of the round before. So it stands in the log like any other.
    mutating func goToRestart() {
        guard let height = machine.height else { return }
        if let rule = machine.context?.restart {
            guard let round = machine.state?.round, round < rule.firstRound else { return }
            let before = Round(rule.firstRound.rawValue - 1)
            inputs.append(.timeout(Timeout(height: height, round: before, step: .precommitWait)))
        } else if isRejoining, let through = sharedLoss?.restart?.height.next, height > through {
            isRejoining = false
            notify(.rejoined(after: through))
        }
    }
}
