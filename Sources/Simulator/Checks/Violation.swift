package import Chain

/// A broken property.
package enum Violation: Error, Sendable, Equatable {
    /// Two honest nodes committed different blocks.
    case disagreement(height: Height, String)
    /// A committed block that may not follow the one before it.
    case invalidBlock(height: Height, String)
    case appHashes(height: Height)
    /// An honest key signed two things in one step, and both left the process.
    case doubleSign(node: Int, String)
    /// A node takes somebody for who it is not, or a message for one that was never sent.
    case impostor(node: Int, String)
    /// A signature left the process, or was to be stored or shown, before the log had it.
    case releasedEarly(node: Int, String)
    /// What left the process is not in the log after a crash.
    case logLost(node: Int, String)
    /// A validator signs at a height of which its log lacks what it signed.
    case signedUnlogged(node: Int, String)
    /// A height was executed while the one before was not durable, or while catching up too many were not.
    case ahead(node: Int, String)
    /// Evidence that honest nodes have gets into no block.
    case evidenceIgnored(String)
    /// Lock or valid block are not what they were.
    case forgot(node: Int, String)
    /// A validator left its lock without a reason.
    case brokenLock(node: Int, String)
    /// A transaction that was answered as committed is not there.
    case answeredTransactionLost(String)
    /// A node stopped itself.
    case stopped(node: Int, String)
    /// No progress although nothing goes wrong any more.
    case noProgress(String)
    /// A message of a version that the chain does not take did something, or one that it takes did nothing.
    case version(height: Height, String)
    /// Stake was made or lost, or the application and the engine have other validators.
    case stake(height: Height, String)
    /// The world ended before every height was decided, or went on for too many events.
    case endless(String)
    /// The simulated runner could not do what it was asked.
    case broken(node: Int, String)
}

extension Violation: CustomStringConvertible {
    package var description: String {
        switch self {
        case .disagreement(let height, let text): "agreement: height \(height): \(text)"
        case .invalidBlock(let height, let text): "validity: height \(height): \(text)"
        case .appHashes(let height): "app hash: different at height \(height)"
        case .doubleSign(let node, let text): "double sign: node \(node): \(text)"
        case .impostor(let node, let text): "link: node \(node) \(text)"
        case .releasedEarly(let node, let text): "release: node \(node): \(text)"
        case .logLost(let node, let text): "log: node \(node): \(text)"
        case .signedUnlogged(let node, let text): "log: node \(node) \(text)"
        case .ahead(let node, let text): "store: node \(node) \(text)"
        case .evidenceIgnored(let text): "evidence: \(text)"
        case .forgot(let node, let text): "lock: node \(node): \(text)"
        case .brokenLock(let node, let text): "lock: node \(node) \(text)"
        case .answeredTransactionLost(let text): "client's view: \(text)"
        case .stopped(let node, let text): "stop: node \(node): \(text)"
        case .noProgress(let text): "liveness: \(text)"
        case .version(let height, let text): "version: height \(height): \(text)"
        case .stake(let height, let text): "stake: height \(height): \(text)"
        case .endless(let text): "liveness: \(text)"
        case .broken(let node, let text): "runner: node \(node): \(text)"
        }
    }
}
