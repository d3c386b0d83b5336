package import Engine

/// Why a node does not start, or has to stop; the text is one line for the operator.
package enum NodeError: Error, Sendable {
    /// The genesis is of another chain than the stored one.
    case otherChain(stored: String, genesis: String)
    /// The stored application is at another height than the stored chain.
    case applicationHeight(application: Int64, chain: Int64)
    /// The stored chain was made with another application than the one that is asked for.
    case otherApplication(stored: BuiltInApplication, asked: BuiltInApplication)
    /// There is nothing to export, or not at that height.
    case noExport(String)
    /// No checkpoint can be made.
    case noCheckpoint(String)
    /// A checkpoint cannot be restored.
    case noRestore(String)
    /// The chain cannot be taken back.
    case noRollback(String)
    /// What is said of validators that lost their data is not so.
    case noRestart(String)
    /// Peers give no genesis that could be taken.
    case noGenesis(String)
    /// Metrics cannot be served there.
    case metricsAddress(host: String, port: Int, reason: String)
    /// The REST interface cannot be served; with the reason.
    case apiAddress(String)
    /// The engine cannot go on.
    case stopped(StopReason)
    /// A write or sync failed; nothing more is signed or answered.
    case storage(String)
}

extension NodeError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .otherChain(let stored, let genesis):
            "the data folder holds chain \(stored), the genesis is of \(genesis): use another home, or reset this one "
                + "with `daon-node unsafe-reset-all`"
        case .applicationHeight(let application, let chain):
            "the stored application is at height \(application), the stored chain at \(chain): give the proxy_app "
                + "that the chain was made with, or restore both from one copy"
        case .otherApplication(let stored, let asked):
            "this chain was made with the application \(stored.rawValue), not with \(asked.rawValue): start it with "
                + "--proxy_app \(stored.rawValue), or make a new chain in another folder: daon-node init --home FOLDER"
        case .noExport(let text), .noCheckpoint(let text), .noRestore(let text), .noRollback(let text),
            .noRestart(let text), .noGenesis(let text):
            text
        case .metricsAddress(let host, let port, let reason):
            "metrics cannot be served at \(host):\(port): \(reason). Choose another instrumentation.prometheus_listen_addr, "
                + "or end what listens there"
        case .apiAddress(let reason):
            "the REST interface cannot be served: \(reason). Choose another api.address, or leave it empty"
        case .stopped(let reason): reason.text
        case .storage(let text): "storage failed: \(text)"
        }
    }

    /// The exit code by which a supervisor can tell what happened.
    package var exitCode: Int32 {
        switch self {
        case .otherChain, .applicationHeight, .otherApplication, .noExport, .noCheckpoint, .noRestore, .noRollback,
            .noRestart, .noGenesis,
            .metricsAddress, .apiAddress:
            1
        case .stopped(.signaturesAheadOfLog): 3
        case .stopped: 2
        case .storage: 4
        }
    }
}

extension StopReason {
    /// What happened, and what to do.
    package var text: String {
        switch self {
        case .applicationFailed(let text): "the application cannot execute a decided block: \(text)"
        case .answerRefused(let text): "the application's answer breaks a rule of the chain: \(text)"
        case .invalidBlockDecided(let text):
            "CONSENSUS FAILURE: a quorum decided a block that breaks a rule of the chain: \(text)"
        case .logDoesNotFit(let text): "the consensus log does not fit the stored chain: \(text)"
        case .signaturesAheadOfLog(let height):
            "this key has signed at height \(height), and the consensus log does not say what: alone, this validator "
                + "would have to sign there again. If no other node has ever run with this key, resume with "
                + "`daon-node unsafe-reset-priv-validator`; the blocks are kept"
        }
    }
}
