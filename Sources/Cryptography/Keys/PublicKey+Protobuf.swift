package import Wire

/// tendermint.crypto.PublicKey
extension PublicKey: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var member: (number: Int32, bytes: [UInt8])?
        while let field = try reader.nextField() {
            switch field.number {
            case 1, 2: member = (field.number, try reader.bytes(field))
            default: try reader.skip(field)
            }
        }
        // CometBFT crypto/encoding/codec.go
        guard let member else { throw .invalid("fromproto: key type <nil> is not supported") }
        if member.number == 1 {
            guard let key = Ed25519PublicKey(member.bytes) else {
                throw .invalid(PublicKey.wrongSize("PubKeyEd25519", member.bytes.count, Ed25519PublicKey.size))
            }
            self = .ed25519(key)
        } else {
            guard let key = Secp256k1PublicKey(member.bytes) else {
                throw .invalid(PublicKey.wrongSize("PubKeySecp256k1", member.bytes.count, Secp256k1PublicKey.size))
            }
            self = .secp256k1(key)
        }
    }

    private static func wrongSize(_ name: String, _ size: Int, _ expected: Int) -> String {
        "invalid size for \(name). Got \(size), expected \(expected)"
    }

    package func encode(into writer: inout ProtobufWriter) {
        switch self {
        case .ed25519(let key): writer.element(1, key.bytes)
        case .secp256k1(let key): writer.element(2, key.bytes)
        }
    }
}
