import Cryptography
package import Transactions
import Wire

/// What is to be registered: a hash that is known, or content from which it follows.
package enum WorkSource {
    /// The content hash of these bytes.
    ///
    /// - Parameters:
    ///   - kind: Text or file; nil to take UTF-8 for text and the rest for files.
    ///   - name: Where the bytes come from, for errors.
    package static func hash(
        of bytes: [UInt8], kind: ContentKind?, name: String
    ) throws(ClientError) -> (hash: ContentHash, kind: ContentKind) {
        if bytes.isEmpty { throw .work("\(name) is empty: there is nothing to register") }
        let isText = String(validating: bytes, as: UTF8.self) != nil
        switch kind ?? (isText ? .text : .file) {
        case .text:
            if !isText { throw .work("\(name) is not UTF-8 text; register it with --kind file") }
            guard let text = CanonicalText(ByteString(bytes)) else {
                throw .work("\(name) holds no text once markup is removed; register it with --kind file")
            }
            return (ContentHash(SHA256.hash(text.bytes)), .text)
        case .file: return (ContentHash(FileCommitment.root(of: bytes)), .file)
        case .hashOnly: throw .work("--kind hash_only needs a hash instead of \(name)")
        }
    }

    /// The hash that a text names: `sha256:` and 64 digits, or the digits alone; nil when it is something else.
    package static func hash(named text: String) -> ContentHash? {
        let full = text.hasPrefix(ContentHash.prefix) ? text : ContentHash.prefix + text
        return try? ContentHash(ByteString(full))
    }
}
