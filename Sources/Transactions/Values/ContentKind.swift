package import Wire

/// What a content hash was made of.
package enum ContentKind: String, Hashable, Sendable, CaseIterable {
    /// Canonical text.
    case text
    /// The commitment to a file.
    case file
    /// Something that only the registrant has seen.
    case hashOnly = "hash_only"

    /// The kind with this name. Registry code 1108 when there is none.
    package init(_ text: ByteString) throws(TransactionError) {
        guard let kind = ContentKind.allCases.first(where: { ByteString($0.rawValue) == text }) else {
            throw TransactionError(
                .term,
                "invalid content_kind \(ContentHash.shown(text)): choose "
                    + ContentKind.allCases.map(\.rawValue).joined(separator: ", "))
        }
        self = kind
    }
}
