package import Cryptography

/// The key with which a validator signs, of the only kind that CometBFT makes key files with.
package struct ValidatorKey: Sendable {
    package let privateKey: Ed25519PrivateKey

    package init(_ privateKey: Ed25519PrivateKey) {
        self.privateKey = privateKey
    }

    /// A new key from the system's generator of random bytes.
    package static func generate() -> ValidatorKey { ValidatorKey(.generate()) }

    package var publicKey: PublicKey { .ed25519(privateKey.publicKey) }

    /// The validator's address; computed anew each time.
    package var address: Address { privateKey.publicKey.address }
}

extension ValidatorKey: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String { "ValidatorKey(\(address))" }
    package var debugDescription: String { description }
}
