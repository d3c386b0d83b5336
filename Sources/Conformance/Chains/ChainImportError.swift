package import Execution

/// Why a block, or a chain's beginning, was not taken.
package struct ChainImportError: Error, Sendable, CustomStringConvertible {
    /// The check that failed first.
    package let check: ImportCheck
    /// The reason, in CometBFT's words where it has some.
    package let reason: String

    init(_ check: ImportCheck, _ reason: any Error) {
        self.check = check
        self.reason = ErrorText.describe(reason)
    }

    package var description: String { reason }
}

/// The checks of an import, in the order in which they are made.
package enum ImportCheck: Hashable, Sendable, CustomStringConvertible {
    /// Genesis and application give a first state.
    case genesis
    /// The bytes are a block.
    case encoding
    /// The block's own validators decided it.
    case commit
    /// The block is valid.
    case block(BlockCheck)
    /// The application executes and commits it.
    case execution
    /// The application's answer leads to a next state.
    case transition

    package var description: String {
        switch self {
        case .genesis: "genesis"
        case .encoding: "block's encoding"
        case .commit: "deciding commit"
        case .block(let check): "block's \(check.rawValue)"
        case .execution: "execution"
        case .transition: "next state"
        }
    }
}
