import Chain
import Wire

/// The validators of a height (`tendermint.state.ValidatorsInfo`).
struct ValidatorsInfo: ProtobufCodable {
    /// Nil where the set follows from one further back.
    var validators: ValidatorSet?
    /// From which height on the members are what they are.
    var lastChanged: Height

    init(validators: ValidatorSet?, lastChanged: Height) {
        self.validators = validators
        self.lastChanged = lastChanged
    }

    func encode(into writer: inout ProtobufWriter) {
        writer.messageIfPresent(1, validators)
        writer.int64(2, lastChanged.rawValue)
    }

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var validators = EmbeddedMessage()
        lastChanged = 0
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.merge(field, into: &validators)
            case 2: lastChanged = Height(try reader.int64(field))
            default: try reader.skip(field)
            }
        }
        self.validators = try validators.decodeIfPresent(ValidatorSet.self)
    }
}

/// The consensus parameters of a height (`tendermint.state.ConsensusParamsInfo`).
struct ParametersInfo: ProtobufCodable {
    /// Nil where they are those of `lastChanged`.
    var parameters: ConsensusParameters?
    var lastChanged: Height

    init(parameters: ConsensusParameters?, lastChanged: Height) {
        self.parameters = parameters
        self.lastChanged = lastChanged
    }

    func encode(into writer: inout ProtobufWriter) {
        writer.messageIfPresent(1, parameters)
        writer.int64(2, lastChanged.rawValue)
    }

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var parameters = EmbeddedMessage()
        lastChanged = 0
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.merge(field, into: &parameters)
            case 2: lastChanged = Height(try reader.int64(field))
            default: try reader.skip(field)
            }
        }
        self.parameters = try parameters.decodeIfPresent(ConsensusParameters.self)
    }
}
