import Chain
import Consensus
import Cryptography
import Execution

/// A decided block on its way through execution.
struct Decision: Sendable {
    let block: AssembledBlock
    let commit: ExtendedCommit
    /// Whether the signatures of its last commit are still to be verified.
    var verifiesLastCommit = true
    /// Whether the application has been asked to execute it.
    var isExecuting = false
}

/// A block whose rules are being checked, or were.
struct Candidate: Sendable {
    let block: AssembledBlock
    /// Whether the check has been answered: it follows the chain's rules.
    var followsRules = false
}

/// What was asked of the application for a proposal.
struct Preparation: Sendable {
    let height: Height
    let round: Round
    let lastCommit: Commit
    let evidence: EvidenceList
}
