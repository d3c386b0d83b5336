import Chain
import Transactions
import Wire

/// A consensus key that was a validator's: evidence against it still counts, and nobody else may have it.
struct FormerKey: Hashable, Sendable {
    /// Whose validator had it; nil when the genesis named only the key.
    let account: AccountAddress?
    /// The block that ended it.
    let ended: Height
    /// Whether nobody may have it again: it was replaced, or it signed two things. Of a validator that left, the operator
    /// may come back with it.
    let isDead: Bool
}

extension FormerKey: ProtobufCodable {
    func encode(into writer: inout ProtobufWriter) {
        writer.bytes(1, account?.bytes ?? [])
        writer.int64(2, ended.rawValue)
        writer.bool(3, isDead)
    }

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var account: AccountAddress?
        var ended: Int64 = 0
        var isDead = false
        while let field = try reader.nextField() {
            switch field.number {
            case 1: account = AccountAddress(try reader.bytes(field))
            case 2: ended = try reader.int64(field)
            case 3: isDead = try reader.bool(field)
            default: try reader.skip(field)
            }
        }
        self.init(account: account, ended: Height(ended), isDead: isDead)
    }
}
