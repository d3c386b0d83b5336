import Cryptography
package import Wire

extension Validator: ProtobufCodable {
    /// `tendermint.types.Validator`.
    package func encode(into writer: inout ProtobufWriter) {
        writer.bytes(1, address.bytes)
        writer.message(2, publicKey)
        writer.int64(3, votingPower.rawValue)
        writer.int64(4, proposerPriority.rawValue)
    }

    /// Reads a validator that stands by itself. As in CometBFT any power is taken.
    ///
    /// Deviation: an address that is not the key's is refused here already. CometBFT refuses it when it verifies the
    /// evidence that carries the validator; the evidence is invalid either way.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        let form = try ValidatorForm(protobuf: source)
        let validator = Validator(
            publicKey: form.publicKey, votingPower: VotingPower(form.votingPower),
            proposerPriority: ProposerPriority(form.proposerPriority))
        do {
            try form.checkAddress(of: validator)
        } catch {
            throw DecodingError(error)
        }
        self = validator
    }

    /// What is hashed of a validator: `tendermint.types.SimpleValidator`, without address and priority.
    package var hashedBytes: [UInt8] {
        var writer = ProtobufWriter(capacity: 48)
        writer.message(1, publicKey)
        writer.int64(2, votingPower.rawValue)
        return writer.bytes
    }
}
