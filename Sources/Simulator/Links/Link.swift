import Cryptography
import PeerMessages
import PeerProtocol

/// A connection like one of TCP: what is written at one end is read at the other, in order and as a whole, until it ends.
final class Link {
    /// The end that called, or the one that was called.
    enum Side: Int {
        case caller, callee

        var other: Side { self == .caller ? .callee : .caller }
    }

    let number: Int
    private let ends: [LinkEnd]
    /// What each end writes.
    private var pipes = [Pipe(), Pipe()]
    let bornAt: Int64
    /// Whether what it carries is lost: neither end knows yet.
    private(set) var isCut = false
    /// Whether somebody changed what it carries.
    var isTampered = false

    init(number: Int, caller: LinkEnd, callee: LinkEnd, bornAt: Int64) {
        self.number = number
        ends = [caller, callee]
        self.bornAt = bornAt
    }

    subscript(side: Side) -> LinkEnd { ends[side.rawValue] }

    /// What an end writes.
    func withPipe<Result>(from side: Side, _ body: (inout Pipe) -> Result) -> Result { body(&pipes[side.rawValue]) }

    /// Whether nothing more can happen on it.
    var isOver: Bool { ends.allSatisfy(\.isOver) }

    func cut() {
        isCut = true
        for index in pipes.indices { pipes[index].lose() }
    }
}

/// An end of a link, as a place to come back to.
struct LinkPlace {
    let link: Link
    let side: Link.Side

    var end: LinkEnd { link[side] }
    /// The other end.
    var other: LinkEnd { link[side.other] }
    var across: LinkPlace { LinkPlace(link: link, side: side.other) }
}

/// One end of a link: who is there, and what it does with the bytes.
final class LinkEnd {
    /// Who is there.
    enum Holder {
        case node(Int)
        case stranger(Visit)
    }

    let holder: Holder
    /// Who is really there: whoever else claims the name does not have its key.
    let id: NodeID
    /// Who was called; nil at the end that was.
    let dialed: NodeID?
    /// The connection's name at its node's director; nil before the call has come.
    var connection: ConnectionID?
    /// The shipped protocol; nil before there is a connection, and at a stranger's end.
    var machine: PeerConnection?
    /// Whom the node believes to be at the other end, once it has let it in.
    var peer: NodeID?
    /// The blocks that the peer was asked for.
    var owed = OwedBlocks()
    /// Whether the holder has no use for it any more.
    var isOver = false
    var isFlushPlanned = false
    /// When the machine is to be looked at though nothing happens.
    var plannedDeadline = Int64.max
    /// What the machine took to be sent and the other end has not read, by channel.
    private var messages: [ChannelID: [[UInt8]]] = [:]

    init(_ holder: Holder, id: NodeID, dialed: NodeID? = nil) {
        self.holder = holder
        self.id = id
        self.dialed = dialed
    }

    /// The node that is there; nil when there is a stranger.
    var node: Int? { if case .node(let index) = holder { index } else { nil } }

    func noteEnqueued(_ message: [UInt8], on channel: ChannelID) { messages[channel, default: []].append(message) }

    /// The message that must come out next at the other end.
    func takeOldest(on channel: ChannelID) -> [UInt8]? {
        guard let first = messages[channel]?.first else { return nil }
        messages[channel]?.removeFirst()
        return first
    }
}
