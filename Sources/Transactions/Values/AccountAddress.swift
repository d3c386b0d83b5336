package import Cryptography
package import Wire

/// An account: 20 bytes, written `daon1…`.
package struct AccountAddress: Hashable, Sendable {
    /// What addresses of accounts begin with.
    package static let prefix = "daon"
    /// What addresses of validators' operators begin with; the bytes are those of the account.
    package static let operatorPrefix = "daonvaloper"
    /// What addresses of consensus keys begin with.
    package static let consensusPrefix = "daonvalcons"
    /// Characters of an account's address.
    package static let textSize = 43

    /// The 20 bytes.
    package let bytes: [UInt8]

    /// The account with these bytes, or nil when there are not 20.
    package init?(_ bytes: some Collection<UInt8>) {
        if bytes.count != Address.size { return nil }
        self.bytes = Array(bytes)
    }

    /// The account of a key: RIPEMD-160 of SHA-256 for secp256k1, the beginning of SHA-256 for Ed25519.
    package init(_ key: PublicKey) {
        bytes = key.address.bytes
    }

    /// The account that a text in lower case names, or what is wrong with the text.
    ///
    /// - Parameters:
    ///   - prefix: What the text must begin with; another is an error that says so.
    ///   - reason: The kind of error, as the registry and the SDK have different codes.
    package init(
        _ text: ByteString, prefix: String = prefix, reason: TransactionError.Reason = .invalidAddress
    ) throws(TransactionError) {
        let found: (prefix: String, bytes: [UInt8])
        do {
            found = try Bech32.decode(text.description)
        } catch {
            throw TransactionError(reason, AccountAddress.explain(text, error, prefix: prefix))
        }
        if found.prefix != prefix {
            throw TransactionError(
                reason, "invalid address \(text): it begins with \(found.prefix)1, expected \(prefix)1")
        }
        guard found.bytes.count == Address.size else {
            throw TransactionError(
                reason, "invalid address \(text): \(found.bytes.count) bytes, expected \(Address.size)")
        }
        bytes = found.bytes
        // One text for each account, so that what is decoded is encoded the same way.
        if ByteString(self.text(prefix: prefix)) != text {
            throw TransactionError(reason, "invalid address \(text): write it in lower case")
        }
    }

    private static func explain(_ text: ByteString, _ error: Bech32Error, prefix: String) -> String {
        if text.isEmpty { return "empty address: expected \(prefix)1…" }
        let shown = ByteString(Array(text.bytes.prefix(100)))
        switch error {
        case .checksum: return "invalid address \(shown): the checksum does not match; look for a typing error"
        case .mixedCase: return "invalid address \(shown): upper and lower case are mixed"
        default: return "invalid address \(shown): expected \(prefix)1… with \(textSize) characters for an account"
        }
    }

    /// The address with another prefix than an account's, such as `operatorPrefix`.
    package func text(prefix: String) -> String {
        // 20 bytes and a prefix of ours are always within Bech32's limits.
        (try? Bech32.encode(prefix: prefix, bytes: bytes)) ?? ""
    }

    /// The account's address as text.
    package var text: String { text(prefix: AccountAddress.prefix) }

    /// The address of the validator that this account operates: `daonvaloper1…`.
    package var operatorText: String { text(prefix: AccountAddress.operatorPrefix) }
}

extension AccountAddress: Comparable {
    /// Orders by bytes.
    package static func < (left: AccountAddress, right: AccountAddress) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

extension AccountAddress: CustomStringConvertible {
    package var description: String { text }
}
