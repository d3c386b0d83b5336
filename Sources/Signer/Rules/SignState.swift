package import Cryptography

/// The last thing that a validator's key signed, by which the next thing is judged
/// (CometBFT `privval.FilePVLastSignState`).
package struct SignState: Hashable, Sendable {
    package let position: SignPosition
    /// What was signed there; empty when it is not known, and then nothing can be signed there again.
    package let signBytes: [UInt8]
    /// The signature of those bytes; empty when they are.
    package let signature: Signature

    /// A state with what was signed.
    package init(position: SignPosition, signBytes: [UInt8], signature: Signature) {
        self.position = position
        self.signBytes = signBytes
        self.signature = signature
    }

    /// A state that only says where: from this position on backwards nothing is signed.
    package init(upTo position: SignPosition) {
        self.init(position: position, signBytes: [], signature: .empty)
    }

    /// The state of a key that has not signed yet.
    package static let start = SignState(upTo: .start)

    /// Whether the signature is this key's; true also where there is none.
    package func belongs(to key: Ed25519PublicKey) -> Bool {
        signBytes.isEmpty || key.verify(signature, of: signBytes)
    }

    /// The state that forbids more: the one that is further ahead, or of two at one position the one that knows what
    /// was signed there.
    package func higher(of other: SignState) -> SignState {
        if position != other.position { return position < other.position ? other : self }
        return signBytes.isEmpty ? other : self
    }
}
