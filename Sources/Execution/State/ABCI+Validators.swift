import ABCI
import Chain

extension ValidatorUpdate {
    /// The validator as it is.
    init(_ validator: Validator) {
        self.init(pubKey: validator.publicKey, power: validator.votingPower)
    }

    /// The change as a validator set takes it.
    var validator: Validator { Validator(publicKey: pubKey, votingPower: power) }
}

extension ABCIValidator {
    init(_ validator: Validator) {
        self.init(address: validator.address, power: validator.votingPower)
    }
}
