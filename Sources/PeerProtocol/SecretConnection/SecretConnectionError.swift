/// Why no SecretConnection came about.
package enum SecretConnectionError: Error, Equatable, CustomStringConvertible {
    /// The first message is no ephemeral key; the text says why.
    case ephemeralKey(String)
    /// The peer's ephemeral key is a point of low order: the secret would be known to anybody.
    case lowOrderPoint
    case frame(FrameError)
    /// The message that should say who the peer is says something else.
    case authentication(String)
    /// The peer's key is not one of Ed25519.
    case keyType(String)
    /// Anybody could sign with this key.
    case unidentifyingKey
    /// The peer did not sign what this exchange agreed on: somebody stands between, or it does not have the key.
    case challengeSignature

    package var description: String {
        switch self {
        case .ephemeralKey(let reason): "no ephemeral key: \(reason)"
        case .lowOrderPoint: "detected low order point from remote peer"
        case .frame(let error): error.description
        case .authentication(let reason): "no authentication message: \(reason)"
        case .keyType(let type): "expected ed25519 pubkey, got \(type)"
        case .unidentifyingKey: "the peer's key is a point of small order, which belongs to nobody"
        case .challengeSignature: "challenge verification failed"
        }
    }
}
