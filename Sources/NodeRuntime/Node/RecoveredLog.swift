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
    var signState: SignState? { records.reversed().lazy.compactMap(\.signState).first }
}

extension LogRecord {
    /// The signature of ours that the record brings, as the signer's state when it had made it, and nothing later: the
    /// file that mirrors the log must not know more than the log.
    var signState: SignState? {
        switch input {
        case .proposalSigned(let verified?, _, _): SignState(verified.proposal, chainID: verified.chainID)
        case .voteSigned(let verified?, _, _, _): SignState(verified.vote, chainID: verified.chainID)
        default: nil
        }
    }
}

extension SignedStep {
    /// nil when nothing was ever signed.
    init?(_ position: SignPosition) {
        guard position.height > 0, let step = UInt8(exactly: position.step.rawValue) else { return nil }
        self.init(height: position.height, round: position.round, step: step)
    }
}
