/// What a vector file is about.
package enum VectorKind: String, CaseIterable, Sendable {
    case proposerRotation = "proposer rotation"
    case validatorSetHash = "validator set hash"
    case headerHash = "header hash"
    case commitHash = "commit hash"
    case block = "block"
    case commitVerification = "commit verification"
    case lightVerification = "light client verification"
    case partSet = "part set"
    case merkle = "Merkle trees and proofs"
    case dataHash = "data hash"
    case lastResultsHash = "last results hash"
    case evidenceHash = "evidence hash"
    case consensusParametersHash = "consensus parameters hash"
    case signBytes = "sign bytes"
    case keys = "keys and network addresses"
    case ed25519Verification = "Ed25519 verification"
    case peerMessages = "peer messages"
    case abciMessages = "ABCI messages"
    case canonicalText = "canonical text"
    case fileCommitment = "file commitment"
    case cosmosTransaction = "Cosmos transaction"
    case capturedChain = "captured chain"
    case validatorKeys = "keys of all validators"
    case genesis = "genesis"
    case nodeKey = "node key"
    case validatorKey = "validator key"
    case validatorState = "validator state"
    case addressBook = "address book"
    case walRecords = "WAL records"
    case walHead = "WAL"
    case rpc = "rpc.json"
    case rpcErrors = "rpc_errors.json"
    case peerHandshake = "P2P handshake"
    case packets = "packets"
    // Kinds of later layers
    case remoteSigner = "remote signer"
    case query = "query language"
    case webSocket = "websocket.json"
    case webSocketEvents = "websocket_events.json"

    /// Whether a file of this kind means nothing without the chain that was captured with it.
    var needsChain: Bool { self == .rpc || self == .rpcErrors }

    /// Whether the layers that this kind needs are there.
    package var isSupported: Bool {
        switch self {
        case .remoteSigner, .query, .webSocket, .webSocketEvents:
            false
        default:
            true
        }
    }
}
