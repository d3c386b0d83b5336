import Cryptography
import PeerProtocol
import Wire

extension Decoder {
    /// What connections are made of.
    static let peerProtocol: [Decoder] = [
        protobuf("packet", Packet.message(channel: 0x21, isLast: true, data: Array(0..<100))),
        protobuf(
            "authentication-message",
            AuthenticationMessage(
                key: .ed25519(Example.key.publicKey), signature: Example.signature)),
    ]
}
