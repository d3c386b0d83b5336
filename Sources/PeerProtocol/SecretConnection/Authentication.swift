import Cryptography
import Wire

/// A connection whose keys are agreed on, and whose ends do not know yet who the other is. Both sides sign the challenge
/// without waiting for the other.
package struct Authentication: Sendable {
    private let challenge: [UInt8]
    private let identity: Ed25519PrivateKey
    private var connection: SecretConnection.Frames

    init(keys: SessionKeys, identity: Ed25519PrivateKey, received: ByteQueue) {
        challenge = keys.challenge
        self.identity = identity
        connection = SecretConnection.Frames(
            sealer: FrameSealer(keys.sending), opener: FrameOpener(keys.receiving), sealed: received)
    }

    /// What is to be sent now: our key and our signature, sealed.
    package mutating func proof() throws(SecretConnectionError) -> [UInt8] {
        let message = AuthenticationMessage(
            key: .ed25519(identity.publicKey), signature: identity.sign(challenge))
        var sealed: [UInt8] = []
        do {
            try connection.sealer.seal(message.delimitedProtobuf, appendingTo: &sealed)
        } catch {
            throw .frame(error)
        }
        return sealed
    }

    /// Takes what has arrived.
    ///
    /// - Returns: What the connection becomes when the peer has proved who it is.
    package mutating func receive(
        _ bytes: UnsafeRawBufferPointer
    ) throws(SecretConnectionError) -> SecretConnection? {
        do {
            try connection.receive(bytes)
        } catch {
            throw .frame(error)
        }
        guard let message = try takeMessage() else { return nil }
        guard case .ed25519(let key) = message.key else { throw .keyType(message.key.typeName) }
        // Deviation: CometBFT takes keys of small order, too, which let anybody in under a name that is nobody's.
        if !key.canIdentify { throw .unidentifyingKey }
        if !key.verify(message.signature, of: challenge) { throw .challengeSignature }
        return SecretConnection(peer: key, frames: connection)
    }

    private mutating func takeMessage() throws(SecretConnectionError) -> AuthenticationMessage? {
        do {
            let maximum = AuthenticationMessage.bytesMaximum
            guard let bytes = try connection.opened.takeDelimited(atMost: maximum) else { return nil }
            return try AuthenticationMessage(protobuf: bytes)
        } catch {
            throw .authentication("\(error)")
        }
    }
}
