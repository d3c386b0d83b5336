import Chain
import Cryptography
import JSON
import PeerMessages
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
        addressBook,
    ]

    /// What stands in `addrbook.json`, which CometBFT or an operator may have written.
    private static let addressBook: Decoder = {
        let own = NodeID(address: Example.key.publicKey.address)
        @Sendable func read(_ bytes: [UInt8]) -> AddressBook? {
            guard let text = try? JSONValue(parsing: bytes) else { return nil }
            return try? AddressBook(json: text, own: own, isStrict: false)
        }
        let example = """
            {"key":"6f497c80d8f87299eeb41696","addrs":[{"addr":{"id":"9cd78db7fc6d9edfc7c20e744d22dbaab5880019",\
            "ip":"127.0.0.1","port":38210},"src":{"id":"1079925a60a93160f900d3bf7cd18b1b1a21488e","ip":"::1","port":1},\
            "buckets":[233],"attempts":0,"bucket_type":1,"last_attempt":"2026-11-23T12:10:16.924538942Z",\
            "last_success":"0001-01-01T00:00:00Z","last_ban_time":"0001-01-01T00:00:00Z"}]}
            """
        return Decoder(name: "address-book-json", example: Array(example.utf8)) { bytes in
            guard let book = read(bytes) else { return .refused }
            let encoded = book.json.serialized()
            guard let again = read(encoded) else { return .violation("refuses its own encoding") }
            return again.json.serialized() == encoded ? .accepted : .violation("writes one book in two ways")
        }
    }()
}
