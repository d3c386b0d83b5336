import Cryptography
import Wire

/// Who may sign: what the chain knows of an account besides what it has.
struct Account: Hashable, Sendable {
    /// Given out once, in the order in which accounts come to be.
    let number: UInt64
    /// What the next ordered transaction must say.
    var sequence: UInt64
    /// nil until it first signed.
    var publicKey: PublicKey?
}

extension Account: ProtobufCodable {
    func encode(into writer: inout ProtobufWriter) {
        writer.uint64(1, number)
        writer.uint64(2, sequence)
        writer.messageIfPresent(3, publicKey)
        // So that the entry of an account that has done nothing yet is not empty.
        writer.bool(4, true)
    }

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var number: UInt64 = 0
        var sequence: UInt64 = 0
        var publicKey: PublicKey?
        var isWhole = false
        while let field = try reader.nextField() {
            switch field.number {
            case 1: number = try reader.uint64(field)
            case 2: sequence = try reader.uint64(field)
            case 3: publicKey = try reader.decode(PublicKey.self, field)
            case 4: isWhole = try reader.bool(field)
            default: try reader.skip(field)
            }
        }
        if !isWhole { throw .invalid("an account lacks its end") }
        self.init(number: number, sequence: sequence, publicKey: publicKey)
    }
}
