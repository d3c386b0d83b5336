import Cryptography

extension Vote: CustomStringConvertible {
    /// As CometBFT prints a vote, which error texts rely on.
    package var description: String {
        let (name, kind) =
            switch type {
            case .prevote: ("SIGNED_MSG_TYPE_PREVOTE", "Prevote")
            case .precommit: ("SIGNED_MSG_TYPE_PRECOMMIT", "Precommit")
            default: (String(type.rawValue), "Unknown")
            }
        let roundText = (round < 10 && round >= 0 ? "0" : "") + round.description
        let bytes = [blockID.hash.bytes, signature.bytes, `extension`].map(fingerprint).joined(separator: " ")
        return "Vote{\(validatorIndex):\(fingerprint(validatorAddress.bytes)) "
            + "\(height)/\(roundText)/\(name)(\(kind)) \(bytes) @ \(timestamp)}"
    }
}
