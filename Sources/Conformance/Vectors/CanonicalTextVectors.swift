import Cryptography
import Transactions
import Wire

/// `daon/canonical_text.json`: the text of a work and its content hash.
enum CanonicalTextVectors {
    static func run(_ file: VectorMember, _ checker: inout Checker) {
        checker.each(file) { vector, checker in
            let found = CanonicalText(ByteString(try vector["input"].utf8()))
            checker.expect("has text", !vector.has("error"), found != nil)
            guard let found, !vector.has("error") else { return }
            checker.expect("text", bytes: try vector["text"].utf8(), found.bytes)
            checker.expect("markup", try vector["stripped"].bool(), found.hasLostMarkup)
            checker.expect("SHA-256", bytes: try vector["sha256"].hex(), SHA256.hash(found.bytes).bytes)
        }
    }
}
