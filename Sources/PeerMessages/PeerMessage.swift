package import Chain
package import Wire

/// A message of any reactor, as it arrives on a channel.
package enum PeerMessage: Hashable, Sendable {
    case peerExchange(PeerExchangeMessage)
    case consensus(ConsensusMessage)
    case mempool(MempoolMessage)
    case evidence(EvidenceMessage)
    // Indirect, since a block would make every message as large as it is.
    indirect case blockSync(BlockSyncMessage)
    case stateSync(StateSyncMessage)
    case links(PeerLinks)
    case genesis(GenesisMessage)

    /// Reads what arrived on a standard channel or on ours. Bounds and filters that stand before decoding are
    /// `ChannelDescription`, `MempoolMessageFilter` and `BlockResponseFilter`; rules behind it are `validate`.
    package init(protobuf bytes: [UInt8], on channel: ChannelID) throws(DecodingError) {
        switch channel {
        case .peerExchange:
            self = .peerExchange(try PeerExchangeMessage(protobuf: bytes))
        case .consensusState, .consensusData, .consensusVote, .consensusVoteSetBits:
            self = .consensus(try ConsensusMessage(protobuf: bytes))
        case .mempool:
            self = .mempool(try MempoolMessage(protobuf: bytes))
        case .evidence:
            self = .evidence(try EvidenceMessage(protobuf: bytes))
        case .blockSync:
            self = .blockSync(try BlockSyncMessage(protobuf: bytes))
        case .snapshot, .chunk:
            self = .stateSync(try StateSyncMessage(protobuf: bytes))
        case .links:
            self = .links(try PeerLinks(protobuf: bytes))
        case .genesis:
            self = .genesis(try GenesisMessage(protobuf: bytes))
        default:
            throw .invalid("Unknown channel \(Hex.uppercase([channel.rawValue]))")
        }
    }

    /// The channel that CometBFT sends this message on.
    package var channel: ChannelID {
        switch self {
        case .peerExchange: .peerExchange
        case .consensus(let message): message.channel
        case .mempool: .mempool
        case .evidence: .evidence
        case .blockSync: .blockSync
        case .stateSync(let message): message.channel
        case .links: .links
        case .genesis: .genesis
        }
    }

    /// Whether nobody waits for it: it may go with the next message to the peer, or some milliseconds later.
    package var mayWait: Bool {
        switch self {
        case .consensus(let message): message.mayWait
        case .mempool, .links: true
        case .peerExchange, .evidence, .blockSync, .stateSync, .genesis: false
        }
    }

    /// Checks the rules that need nothing but the message and the node's settings; a peer that breaks one is dropped.
    package func validate(_ limits: PeerMessageLimits) throws(ValidationError) {
        switch self {
        case .peerExchange, .mempool: break
        case .consensus(let message): try message.validate()
        case .evidence(let message): try message.validate()
        case .blockSync(let message): try message.validate()
        case .stateSync(let message): try message.validate(snapshotChunksMaximum: limits.snapshotChunksMaximum)
        case .links(let links): try links.validate()
        case .genesis(let message): try message.validate()
        }
    }
}

extension PeerMessage: ProtobufEncodable {
    package func encode(into writer: inout ProtobufWriter) {
        switch self {
        case .peerExchange(let message): message.encode(into: &writer)
        case .consensus(let message): message.encode(into: &writer)
        case .mempool(let message): message.encode(into: &writer)
        case .evidence(let message): message.encode(into: &writer)
        case .blockSync(let message): message.encode(into: &writer)
        case .stateSync(let message): message.encode(into: &writer)
        case .links(let links): links.encode(into: &writer)
        case .genesis(let message): message.encode(into: &writer)
        }
    }
}
