package import Chain
package import Cryptography
package import Wire

/// A validator as the application is told of it: address and power, no key (CometBFT `abci.Validator`).
package struct ABCIValidator: Hashable, Sendable {
    package var address: Address?
    package var power: VotingPower

    package init(address: Address? = nil, power: VotingPower = 0) {
        self.address = address
        self.power = power
    }
}

extension ABCIValidator: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.bytes(1, address.bytes)
        writer.int64(3, power.rawValue)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: address = try reader.addressOrEmpty(field)
            case 3: power = VotingPower(try reader.int64(field))
            default: try reader.skip(field)
            }
        }
    }
}
