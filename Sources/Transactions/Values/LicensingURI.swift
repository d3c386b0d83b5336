package import Wire

/// Where to ask for a licence: an address of the web, `https` only.
package struct LicensingURI: Hashable, Sendable {
    /// The most bytes.
    package static let sizeMaximum = 512

    package let text: ByteString

    /// Registry code 1108 when the text is no such address.
    package init(_ text: ByteString) throws(TransactionError) {
        let scheme = Array("https://".utf8)
        let isASCII = text.bytes.allSatisfy { (0x21...0x7e).contains($0) && !LicensingURI.unsafe.contains($0) }
        let host = text.bytes.dropFirst(scheme.count).prefix { !LicensingURI.ends.contains($0) }
        guard text.bytes.starts(with: scheme), isASCII, !host.isEmpty, host.first != UInt8(ascii: ":"),
            // A name and password in an address are made to mislead.
            !host.contains(UInt8(ascii: "@"))
        else {
            throw TransactionError(
                .term, "invalid licensing_uri \(ContentHash.shown(text)): expected https:// and a host")
        }
        if text.bytes.count > LicensingURI.sizeMaximum {
            throw TransactionError(
                .term, "invalid licensing_uri: \(text.bytes.count) bytes, at most \(LicensingURI.sizeMaximum)")
        }
        self.text = text
    }

    /// What ends the host (RFC 3986 §3.2).
    private static let ends: Set<UInt8> = Set("/?#".utf8)
    /// What no address holds unescaped (RFC 3986 §2), and what could end a quotation around one.
    private static let unsafe: Set<UInt8> = Set("\"<>\\^`{|}".utf8)
}

extension LicensingURI: CustomStringConvertible {
    package var description: String { text.description }
}
