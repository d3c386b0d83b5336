/// A channel of a connection between two peers: each carries one reactor's messages.
package struct ChannelID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let rawValue: UInt8

    package init(_ rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Addresses of other peers.
    package static let peerExchange = ChannelID(0x00)
    /// What a peer's consensus has and where it stands.
    package static let consensusState = ChannelID(0x20)
    /// Proposals and block parts.
    package static let consensusData = ChannelID(0x21)
    /// Votes.
    package static let consensusVote = ChannelID(0x22)
    /// Which votes for a block a peer has.
    package static let consensusVoteSetBits = ChannelID(0x23)
    /// Transactions that wait for a block.
    package static let mempool = ChannelID(0x30)
    /// Evidence of misbehaviour.
    package static let evidence = ChannelID(0x38)
    /// Blocks that a peer lacks.
    package static let blockSync = ChannelID(0x40)
    /// Which snapshots a peer has.
    package static let snapshot = ChannelID(0x60)
    /// Pieces of a snapshot.
    package static let chunk = ChannelID(0x61)

    /// Whom a node is connected to: a channel of ours.
    package static let links = ChannelID(0xdb)

    /// How a chain begins, for nodes that join: a channel of ours, the first byte of our name.
    package static let genesis = ChannelID(0xda)

    /// The channels of CometBFT v0.38, in the order its nodes list them; peer exchange only where it is switched on.
    package static let standard: [ChannelID] = [
        .blockSync, .consensusState, .consensusData, .consensusVote, .consensusVoteSetBits, .mempool, .evidence,
        .snapshot, .chunk, .peerExchange,
    ]

    /// Whether it carries messages of consensus.
    package var isOfConsensus: Bool { (0x20...0x23).contains(rawValue) }

    package static func < (left: ChannelID, right: ChannelID) -> Bool { left.rawValue < right.rawValue }

    /// As CometBFT's errors print it: `0x40`, `0x0`.
    package var description: String { "0x\(String(rawValue, radix: 16))" }
}
