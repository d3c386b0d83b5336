import Chain
import Consensus
import Cryptography
import Engine
import Signer
import Store

/// What a node finds in its consensus log at start.
struct RecoveredLog {
    /// The records above the committed height, in order.
    let records: [LogRecord]
    /// Where a torn end was cut off.
    let cut: LogPlace?

    init(_ log: ConsensusLog<PosixLogDirectory>, chainID: ChainID) throws {
        let recovery = log.takeRecovery()
        var decoder = LogDecoder(chainID: chainID)
        records = try recovery.records.compactMap { try decoder.decode($0.body) }
        cut = recovery.cut
    }

    /// The last signature of ours in the log.
    var signState: SignState? {
        records.reversed().lazy.compactMap { record -> SignState? in
            switch record.input {
            case .proposalSigned(let verified?, _, _): SignState(verified.proposal, chainID: verified.chainID)
            case .voteSigned(let verified?, _, _, _): SignState(verified.vote, chainID: verified.chainID)
            default: nil
            }
        }.first
    }
}

extension SignState {
    init(_ proposal: Proposal, chainID: ChainID) {
        self.init(
            position: SignPosition(height: proposal.height, round: proposal.round, step: .propose),
            signBytes: proposal.signBytes(chainID: chainID), signature: proposal.signature)
    }

    init?(_ vote: Vote, chainID: ChainID) {
        guard vote.type == .prevote || vote.type == .precommit else { return nil }
        let step = vote.type == .prevote ? SignStep.prevote : .precommit
        self.init(
            position: SignPosition(height: vote.height, round: vote.round, step: step),
            signBytes: vote.signBytes(chainID: chainID), signature: vote.signature)
    }
}

extension SignedStep {
    /// nil when nothing was ever signed.
    init?(_ position: SignPosition) {
        guard position.height > 0, let step = UInt8(exactly: position.step.rawValue) else { return nil }
        self.init(height: position.height, round: position.round, step: step)
    }
}
