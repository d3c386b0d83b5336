import Cryptography
import PeerMessages
import PeerProtocol
import Wire

/// Who is no node of the chain, and knows its protocol.
struct Stranger {
    let index: Int
    /// With a key of its own, and what it says of itself when that is not its mischief.
    let local: LocalNode
    let address: IPAddress
}

/// A stranger at one end of a link.
final class Visit {
    let stranger: Stranger
    let mischief: Mischief
    /// The node that it claims to be, where that is its mischief.
    let claimed: LocalNode
    /// At which stage of the handshake it falls silent, where that is its mischief: 0 to 2.
    let silentStage: Int
    private let ephemeral: X25519PrivateKey
    private var heard: [UInt8] = []
    /// Bytes that the node has said.
    private(set) var heardCount = 0
    private var keys: SessionKeys?
    private var sealer: FrameSealer?
    /// Whether it has said what it came to say.
    var hasSaidAll = false
    /// When it goes, where it has more to say than once.
    var end: Int64 = .max

    init(
        _ stranger: Stranger, _ mischief: Mischief, claimed: LocalNode, silentStage: Int, ephemeral: X25519PrivateKey
    ) {
        self.stranger = stranger
        self.mischief = mischief
        self.claimed = claimed
        self.silentStage = silentStage
        self.ephemeral = ephemeral
    }

    /// What a handshake begins with.
    var opening: [UInt8] { EphemeralExchange(ephemeral).opening }

    /// Hears what the node says.
    ///
    /// - Returns: Whether the node's key is among it, and everything can be said now.
    func hear(_ bytes: [UInt8]) -> Bool {
        heardCount += bytes.count
        if keys != nil { return false }
        heard += bytes
        // A length, a field's key, and a length again stand before the 32 bytes.
        guard heard.count >= 35, let peer = X25519PublicKey(heard[3..<35]),
            let keys = try? SessionKeys(own: ephemeral, peer: peer)
        else { return false }
        self.keys = keys
        sealer = FrameSealer(keys.sending)
        return true
    }

    func seal(_ bytes: [UInt8]) -> [UInt8] {
        var sealed: [UInt8] = []
        // A stranger never comes to the last nonce.
        try? sealer?.seal(bytes, appendingTo: &sealed)
        return sealed
    }

    /// A frame that says it carries so many bytes, as the third that is sealed.
    func frame(ofLength length: UInt32) -> [UInt8] {
        guard let keys else { return [] }
        var plain = withUnsafeBytes(of: length.littleEndian) { Array($0) }
        plain += [UInt8](repeating: 0, count: FrameFormat.sealedSize - ChaCha20Poly1305.tagSize - plain.count)
        var sealed = [UInt8](repeating: 0, count: FrameFormat.sealedSize)
        sealed.withUnsafeMutableBytes { target in
            plain.withUnsafeBytes { keys.sending.seal($0, nonce: 2, into: target) }
        }
        return sealed
    }

    /// Who it is, as the node is to believe.
    var authentication: [UInt8] {
        guard let keys else { return [] }
        let own = stranger.local.key
        let key = mischief == .falseSignature ? claimed.key.publicKey : own.publicKey
        return AuthenticationMessage(key: .ed25519(key), signature: own.sign(keys.challenge)).delimitedProtobuf
    }

    /// What it says of itself.
    var introduction: [UInt8] {
        let info = stranger.local.info
        func with(
            id: ByteString? = nil, network: ByteString? = nil, channels: [ChannelID]? = nil, moniker: ByteString? = nil
        ) -> [UInt8] {
            NodeInfo(
                protocolVersion: info.protocolVersion, id: id ?? info.id, listenAddress: info.listenAddress,
                network: network ?? info.network, version: info.version, channels: channels ?? info.channels,
                moniker: moniker ?? info.moniker, other: info.other
            ).delimitedProtobuf
        }
        switch mischief {
        case .infoTooLong: return with(moniker: ByteString(Array(repeating: 0x61, count: NodeInfo.bytesMaximum)))
        case .brokenInfoRule: return with(channels: info.channels + info.channels.prefix(1))
        case .falseName: return with(id: claimed.info.id)
        case .foreignChain: return with(network: "another")
        default: return with()
        }
    }
}
