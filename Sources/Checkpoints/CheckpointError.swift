/// Why a checkpoint is not used.
package enum CheckpointError: Error, Hashable, Sendable {
    /// It does not begin as one.
    case foreign
    /// Another version of the software has made it.
    case format(UInt32)
    /// It ends too early, in or after this chunk, counted from 0.
    case truncated(chunk: UInt64)
    /// The bytes of a chunk, or of one before it, are not what was written.
    case digest(chunk: UInt64)
    /// A chunk whose bytes are as they were written is none that a checkpoint has there.
    case malformed(chunk: UInt64, String)
    /// What is said of the chain is contradicted by itself, or not signed by its validators.
    case chain(String)
    /// The entries are not the state whose hash the chain has.
    case state(String)
}

extension CheckpointError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .foreign: "it is no checkpoint"
        case .format(let format):
            "it has format \(format), and this version of daon-node knows \(CheckpointFormat.version): use the version "
                + "that made it"
        case .truncated(let chunk): "it is cut off in chunk \(chunk): copy it again"
        case .digest(let chunk): "it was changed or damaged: the digest of chunk \(chunk) is wrong"
        case .malformed(let chunk, let reason): "chunk \(chunk) is wrong: \(reason)"
        case .chain(let reason): "what it says of the chain is not true: \(reason)"
        case .state(let reason): "its state is not the chain's: \(reason)"
        }
    }
}
