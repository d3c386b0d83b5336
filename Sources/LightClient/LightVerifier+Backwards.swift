package import Chain
import Cryptography
import Wire

extension LightVerifier {
    /// Verifies the header right before a trusted one, which names it by its hash. Needs no signatures, and no clock:
    /// a hash does not expire.
    package static func verifyBackwards(_ untrusted: Header, trusted: Header) throws(LightVerificationError) {
        do {
            try untrusted.validate()
        } catch {
            throw .invalidHeader(reason: error.message)
        }
        if untrusted.chainID != trusted.chainID {
            throw .invalidHeader(reason: "header belongs to another chain")
        }
        if untrusted.time >= trusted.time {
            throw .invalidHeader(
                reason: "expected older header time \(untrusted.time.goDescription) "
                    + "to be before new header time \(trusted.time.goDescription)")
        }
        let hash = untrusted.hash
        if hash != trusted.lastBlockID.hash {
            throw .invalidHeader(
                reason: "older header hash \(Hex.uppercase(hash.bytes)) does not match "
                    + "trusted header's last block \(Hex.uppercase(trusted.lastBlockID.hash.bytes))")
        }
    }
}
