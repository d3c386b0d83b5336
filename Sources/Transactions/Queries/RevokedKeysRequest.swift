package import Wire

/// Which revoked keys are asked for: all of an account's, or one of them.
package struct RevokedKeysRequest: Hashable, Sendable {
    /// Whose keys; not yet known to be an account.
    package var account: ByteString
    package var page: PageRequest
    /// Only the key with this id; empty for all.
    package var keyID: ByteString

    package init(account: ByteString = "", page: PageRequest = PageRequest(), keyID: ByteString = "") {
        self.account = account
        self.page = page
        self.keyID = keyID
    }
}

extension RevokedKeysRequest: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.string(1, account)
        if page != PageRequest() { writer.message(2, page) }
        writer.string(3, keyID)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: account = try reader.string(field)
            case 2: page = try reader.decode(PageRequest.self, field)
            case 3: keyID = try reader.string(field)
            default: try reader.skip(field)
            }
        }
    }
}
