package import Cryptography

extension Hash {
    /// The hash of a field that may be empty; refuses other lengths in the words of CometBFT's `ValidateHash`.
    package static func orEmpty(_ bytes: [UInt8]) throws(ValidationError) -> Hash? {
        if bytes.isEmpty { return nil }
        guard let hash = Hash(bytes) else {
            throw ValidationError("expected size to be \(Hash.size) bytes, got \(bytes.count) bytes")
        }
        return hash
    }
}
