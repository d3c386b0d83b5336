package import Cryptography
import Wire

/// A connection on which ephemeral keys are exchanged, in the clear. Both sides send without waiting for the other.
package struct EphemeralExchange: Sendable {
    private let key: X25519PrivateKey
    private var received = ByteQueue()

    /// - Parameter key: Made for this connection and used for no other.
    package init(_ key: X25519PrivateKey) {
        self.key = key
    }

    /// What is to be sent first.
    package var opening: [UInt8] { EphemeralKeyMessage(key: key.publicKey).delimitedProtobuf }

    /// Takes what has arrived.
    ///
    /// - Returns: What the connection becomes when the peer's key is there.
    package mutating func receive(
        _ bytes: UnsafeRawBufferPointer, identity: Ed25519PrivateKey
    ) throws(SecretConnectionError) -> Authentication? {
        received.append(bytes)
        guard let peer = try takeKey() else { return nil }
        let keys = try SessionKeys(own: key, peer: peer)
        return Authentication(keys: keys, identity: identity, received: received)
    }

    private mutating func takeKey() throws(SecretConnectionError) -> X25519PublicKey? {
        do {
            guard let message = try received.takeDelimited(atMost: EphemeralKeyMessage.bytesMaximum) else { return nil }
            return try EphemeralKeyMessage(protobuf: message).key
        } catch {
            throw .ephemeralKey("\(error)")
        }
    }
}
