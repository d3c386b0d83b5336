import Cryptography
package import Wire

/// What a light client needs of a block: its signed header and the validators that signed it.
package struct LightBlock: Hashable, Sendable {
    package let signedHeader: SignedHeader
    package let validatorSet: ValidatorSet

    package init(signedHeader: SignedHeader, validatorSet: ValidatorSet) {
        self.signedHeader = signedHeader
        self.validatorSet = validatorSet
    }

    package var header: Header { signedHeader.header }

    package var commit: Commit { signedHeader.commit }

    package var height: Height { signedHeader.height }

    /// Checks both parts, and that the validators are those the header names. Signatures are not looked at.
    package func validate(chainID: ChainID) throws(ValidationError) {
        do {
            try signedHeader.validate(chainID: chainID)
        } catch {
            throw error.inside("invalid signed header")
        }
        try validatorSet.validate(as: "invalid validator set")
        let hash = validatorSet.hash
        if header.validatorsHash != hash {
            throw ValidationError(
                "expected validator hash of header to match validator set hash "
                    + "(\(header.validatorsHash?.description ?? "") != \(hash))")
        }
    }
}

extension LightBlock: ProtobufCodable {
    /// `tendermint.types.LightBlock`.
    package func encode(into writer: inout ProtobufWriter) {
        writer.message(1, signedHeader)
        writer.message(2, validatorSet)
    }

    /// Refuses a missing part, which CometBFT refuses when it validates the value.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var signedHeader = EmbeddedMessage()
        var validatorSet = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.merge(field, into: &signedHeader)
            case 2: try reader.merge(field, into: &validatorSet)
            default: try reader.skip(field)
            }
        }
        guard let header = try signedHeader.decodeIfPresent(SignedHeader.self) else {
            throw .invalid("missing signed header")
        }
        guard let validators = try validatorSet.decodeIfPresent(ValidatorSet.self) else {
            throw .invalid("missing validator set")
        }
        self.init(signedHeader: header, validatorSet: validators)
    }
}
