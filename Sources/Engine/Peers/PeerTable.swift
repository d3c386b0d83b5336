import Chain
import Consensus
import Cryptography
import PeerMessages

/// The connected peers, and what gossip with them is about to do.
struct PeerTable: Sendable {
    /// Decided blocks kept for peers that are behind, and their bytes: more than one only as far as they fit.
    static let storedBlocksMaximum = 16
    static let storedBytesMaximum = 32 << 20

    /// In the order of their names, so that nothing depends on who came first.
    var all: [Peer] = []
    /// Votes counted since peers were last told, and who sent each.
    var counted: [(vote: HasVote, from: NodeID?)] = []
    /// Votes and proposals that are being verified; a second copy of one is passed over.
    var verifyingVotes: Set<Vote> = []
    var verifyingProposals: [(proposal: Proposal, from: NodeID)] = []
    /// Parts that came behind a proposal which is still being verified.
    var heldParts: [(part: BlockPart, from: NodeID)] = []
    /// So many of them at most, and of one peer: 32 and 16 MiB, more than comes in the time that takes.
    static let heldPartsMaximum = 512
    static let heldPartsPerPeer = 256
    /// Who sent the input that consensus is handling.
    var sender: NodeID?
    /// For which round it was sent, if it is a part.
    var partRound: Round?
    var voices = Voices()
    /// Whether something happened that may concern every peer.
    var hasNews = false
    /// Whether a transaction was admitted of which no peer has been told.
    var hasTransactions = false
    /// How long we may make no progress ourselves before every peer is told again where we stand.
    var ownPatience = Patience()
    /// Whether `.gossipDue` will come.
    var isTicking = false
    /// Whether `.relayDue` will come.
    var isRelaying = false
    /// What led to the decision of the height before ours.
    var lastRound: DecidedRound?
    /// Decided blocks, the one used last at the end.
    private var stored: [StoredBlock] = []
    var loading: Set<Height> = []

    /// Whether there may be something to send to somebody in particular.
    var isAnyAwake: Bool {
        for place in all.indices where all[place].isAwake { return true }
        return false
    }

    func index(of id: NodeID) -> Int? {
        // An element that is handed to a closure is copied whole.
        for place in all.indices where all[place].id == id { return place }
        return nil
    }

    /// - Returns: false when the peer is connected already.
    mutating func insert(_ id: NodeID, keepsEarly: Bool) -> Bool {
        let place = all.firstIndex { !($0.id < id) } ?? all.count
        if place < all.count && all[place].id == id { return false }
        all.insert(Peer(id: id, keepsEarly: keepsEarly), at: place)
        return true
    }

    /// - Returns: false when the peer was not connected.
    mutating func remove(_ id: NodeID) -> Bool {
        guard let index = index(of: id) else { return false }
        all.remove(at: index)
        voices.peerIsGone(id)
        heldParts.removeAll { $0.from == id }
        return true
    }

    func storedBlock(_ height: Height) -> StoredBlock? { stored.last { $0.height == height } }

    mutating func keep(_ block: StoredBlock) {
        stored.removeAll { $0.height == block.height }
        stored.append(block)
        var bytes = stored.reduce(0) { $0 + $1.parts.byteSize }
        while stored.count > PeerTable.storedBlocksMaximum || (stored.count > 1 && bytes > PeerTable.storedBytesMaximum)
        {
            bytes -= stored.removeFirst().parts.byteSize
        }
    }
}
