package import Cryptography
package import PeerMessages

/// Gives this node's genesis to peers that lack one, and parts from peers whose chain began otherwise.
package struct GenesisDesk: Sendable {
    /// What is to be done. Messages that leave are told by `sent`.
    package enum Action: Hashable, Sendable {
        case send(GenesisMessage, to: NodeID)
        case disconnect(NodeID, reason: String)
    }

    /// Pieces that a peer may ask for before it has them: our own asks for eight.
    private static let wantedMaximum = 16
    /// Messages on their way to a peer: one leaves while the next is made.
    private static let sendingMaximum = 2
    /// How often a peer may have the genesis by one connection: once, and once more if it came to harm.
    private static let givenMaximum: UInt64 = 2

    private struct Reader: Sendable {
        var wanted: [UInt32] = []
        var sending = 0
        var given: UInt64 = 0
        var hasTold = false
    }

    private let offer: GenesisOffer
    private var readers: [NodeID: Reader] = [:]

    package init(_ offer: GenesisOffer) {
        self.offer = offer
    }

    /// A connection is up.
    package mutating func connected(_ peer: NodeID, channels: [ChannelID]) -> [Action] {
        if !channels.contains(.genesis) { return [] }
        readers[peer] = Reader(sending: 1)
        return [.send(.summary(offer.summary), to: peer)]
    }

    /// A connection is down.
    package mutating func disconnected(_ peer: NodeID) {
        readers[peer] = nil
    }

    /// So many messages have left.
    package mutating func sent(_ count: Int, to peer: NodeID) -> [Action] {
        guard var reader = readers[peer] else { return [] }
        reader.sending = max(0, reader.sending - count)
        readers[peer] = reader
        return give(peer)
    }

    /// A message that is valid by itself.
    package mutating func receive(_ message: GenesisMessage, from peer: NodeID) -> [Action] {
        guard var reader = readers[peer] else { return [] }
        switch message {
        case .summary(let summary):
            if reader.hasTold { return part(from: peer, "it told of its genesis twice") }
            if summary.hash != offer.summary.hash { return part(from: peer, difference(to: summary)) }
            reader.hasTold = true
        case .chunkRequest(let index):
            if index >= offer.chunkCount { return part(from: peer, "it asked for a piece of the genesis that is none") }
            if reader.wanted.count >= GenesisDesk.wantedMaximum {
                return part(from: peer, "it asked for more than \(GenesisDesk.wantedMaximum) pieces at once")
            }
            if reader.given >= GenesisDesk.givenMaximum * UInt64(offer.chunkCount) {
                return part(from: peer, "it asked for the genesis more than \(GenesisDesk.givenMaximum) times")
            }
            reader.given += 1
            reader.wanted.append(index)
        case .chunk: return part(from: peer, "it sent a piece of a genesis that nobody asked for")
        }
        readers[peer] = reader
        return give(peer)
    }

    private func difference(to other: GenesisSummary) -> String {
        "its chain has the same name and began otherwise: our genesis has the hash \(offer.summary.hash), its genesis "
            + "\(other.hash). One of the two homes has the wrong config/genesis.json"
    }

    private mutating func part(from peer: NodeID, _ reason: String) -> [Action] {
        readers[peer] = nil
        return [.disconnect(peer, reason: reason)]
    }

    private mutating func give(_ peer: NodeID) -> [Action] {
        guard var reader = readers[peer] else { return [] }
        var actions: [Action] = []
        while reader.sending < GenesisDesk.sendingMaximum, let index = reader.wanted.first {
            reader.wanted.removeFirst()
            guard let chunk = offer.chunk(index) else { continue }
            reader.sending += 1
            actions.append(.send(.chunk(chunk), to: peer))
        }
        readers[peer] = reader
        return actions
    }
}
