import Cryptography
package import Wire

extension Vote: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.int32(1, type.rawValue)
        writer.int64(2, height.rawValue)
        writer.int32(3, round.rawValue)
        writer.message(4, blockID)
        writer.message(5, timestamp)
        writer.address(6, validatorAddress)
        writer.int32(7, validatorIndex)
        writer.signature(8, signature)
        writer.bytes(9, `extension`)
        writer.signature(10, extensionSignature)
    }

    /// Does not validate, as CometBFT's `VoteFromProto` does not: a vote to be signed lacks its signature. An address
    /// of an impossible size is refused here already, in the words of `ValidateBasic`; no one lets such a vote pass.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var blockID = EmbeddedMessage()
        var address: [UInt8] = []
        self.init(
            type: .unknown, height: 0, round: 0, blockID: .none, timestamp: .zero, validatorAddress: nil,
            validatorIndex: 0)
        while let field = try reader.nextField() {
            switch field.number {
            case 1: type = SignedMessageType(rawValue: try reader.int32(field)) ?? .unknown
            case 2: height = Height(try reader.int64(field))
            case 3: round = Round(try reader.int32(field))
            case 4: try reader.merge(field, into: &blockID)
            case 5: timestamp = try reader.decode(Timestamp.self, field)
            case 6: address = try reader.bytes(field)
            case 7: validatorIndex = try reader.int32(field)
            case 8: signature = Signature(try reader.bytes(field))
            case 9: `extension` = try reader.bytes(field)
            case 10: extensionSignature = Signature(try reader.bytes(field))
            default: try reader.skip(field)
            }
        }
        self.blockID = try blockID.decode(BlockID.self)
        if !address.isEmpty {
            guard let checked = Address(address) else {
                throw DecodingError(.validatorAddress(size: address.count))
            }
            validatorAddress = checked
        }
    }
}
