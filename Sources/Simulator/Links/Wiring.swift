import Chain
import Cryptography
import Execution
import Invariants
import PeerMessages
import PeerProtocol
import Wire

/// What the links of a world have in common, and those there are. Everything that a node draws at random for its connections
/// is drawn from the world's seed here.
final class Wiring {
    /// Bytes that a machine is asked for at once, as `PeerHandler` asks it.
    static let writeSize = 1 << 16
    /// The largest piece in which bytes arrive.
    static let pieceSize = 1 << 14
    /// How long a call may take to be answered (`p2p.dial_timeout`).
    static let dialTimeout: Int64 = 3_000_000_000
    /// The channels that a node serves.
    private static let channels: Set<ChannelID> = [
        .consensusState, .consensusData, .consensusVote, .consensusVoteSetBits, .mempool, .evidence, .blockSync,
    ]

    var mix: LinkMix
    var chance: SplitMix64
    let settings: ConnectionSettings
    let intake = MessageIntake(PeerMessageLimits())
    /// The nodes as peers meet them.
    let locals: [LocalNode]
    let strangers: [Stranger]
    /// Those whose ends are not both over, in the order in which they were made.
    private(set) var links: [Link] = []
    private var lastLink = 0

    init(seed: UInt64, _ mix: LinkMix, nodes count: Int, _ state: ChainState) throws {
        self.mix = mix
        var chance = SplitMix64(seed: seed ^ 0x317E_11E5)
        settings = ConnectionSettings(
            channels: ChannelDescription.standard(transactionBytesMaximum: PeerMessageLimits().transactionBytesMaximum)
                .filter { Wiring.channels.contains($0.id) } + [.links],
            sendRate: mix.sendRate, receiveRate: mix.receiveRate, pingInterval: .seconds(mix.pingSeconds),
            pongTimeout: .seconds(mix.pongSeconds))
        let channels = settings.channels.map(\.id)
        let locals = try (0..<count + mix.strangers).map { index in
            guard let key = Ed25519PrivateKey(seed: Wiring.bytes(&chance)) else { throw SetupError("no key") }
            return LocalNode(
                key: key, chainID: state.chainID.text, faultModel: state.consensusParameters.faultModel,
                applicationVersion: state.version.consensus.app,
                listenAddress: ByteString("tcp://\(Wiring.host(index)):26656"), version: "0.38.25",
                channels: channels, moniker: ByteString("n\(index)"),
                other: NodeInfoOther(transactionIndex: "on", rpcAddress: ""))
        }
        strangers = try (0..<mix.strangers).map { index in
            guard let address = Wiring.address(count + index) else { throw SetupError("no address") }
            return Stranger(index: index, local: locals[count + index], address: address)
        }
        self.locals = locals
        self.chance = chance
    }

    private static func bytes(_ chance: inout SplitMix64) -> [UInt8] {
        (0..<4).flatMap { _ in withUnsafeBytes(of: chance.next().littleEndian) { Array($0) } }
    }

    private static func host(_ index: Int) -> String { "10.0.\(index >> 8).\(index & 0xff)" }

    /// Where a node, or behind the nodes a stranger, is reached and calls from.
    static func address(_ index: Int) -> IPAddress? { IPAddress(parsing: ByteString(host(index))) }

    /// A key for one connection.
    func ephemeralKey() -> X25519PrivateKey {
        guard let key = X25519PrivateKey(Wiring.bytes(&chance)) else { brokenInvariant("a key is 32 bytes") }
        return key
    }

    /// Whom a node calls, among so many.
    func director(of node: Int, nodes count: Int, at now: Instant) -> PeerDirector {
        let called = (0..<count).filter { other in
            other != node && (mix.bothCall || ((node + other) % 2 == 0) == (node < other))
        }
        let locations = called.compactMap { other in
            try? PeerLocation(parsing: ByteString("\(locals[other].id.text)@\(Wiring.host(other)):26656"))
        }
        return PeerDirector(
            own: locals[node].id, PeerDirectorSettings(persistentPeers: locations), seed: chance.next(), at: now)
    }

    // MARK: Links

    func connect(_ caller: LinkEnd, to callee: LinkEnd, at now: Int64) -> Link {
        lastLink += 1
        let link = Link(number: lastLink, caller: caller, callee: callee, bornAt: now)
        links.append(link)
        return link
    }

    func forget(_ link: Link) {
        if link.isOver { links.removeAll { $0 === link } }
    }
}
