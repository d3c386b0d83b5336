import Cryptography
import Wire

/// A validator as it stands in a message, before anything about it is believed (`tendermint.types.Validator`).
///
/// A set checks all its validators after all have been read, so that the verdict names the place as CometBFT's does.
struct ValidatorForm {
    var address: [UInt8]
    var publicKey: PublicKey
    var votingPower: Int64
    var proposerPriority: Int64

    /// The validator, refused when its power is negative or its address is not its key's.
    func validator() throws(ValidationError) -> Validator {
        let validator = Validator(
            publicKey: publicKey, votingPower: VotingPower(votingPower),
            proposerPriority: ProposerPriority(proposerPriority))
        try validator.validate()
        try checkAddress(of: validator)
        return validator
    }

    func checkAddress(of validator: Validator) throws(ValidationError) {
        if validator.address.bytes != address {
            throw ValidationError(
                "validator address is incorrectly derived from pubkey. "
                    + "Exp: \(validator.address), got \(Hex.uppercase(address))")
        }
    }
}

extension ValidatorForm: ProtobufDecodable {
    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var key = EmbeddedMessage()
        var address: [UInt8] = []
        var power: Int64 = 0
        var priority: Int64 = 0
        while let field = try reader.nextField() {
            switch field.number {
            case 1: address = try reader.bytes(field)
            case 2: try reader.merge(field, into: &key)
            case 3: power = try reader.int64(field)
            case 4: priority = try reader.int64(field)
            default: try reader.skip(field)
            }
        }
        self.init(
            address: address, publicKey: try key.decode(PublicKey.self), votingPower: power, proposerPriority: priority)
    }
}
