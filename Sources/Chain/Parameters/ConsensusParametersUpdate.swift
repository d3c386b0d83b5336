package import Wire

/// What the application wants changed: whole groups, and nil for what stays (`tendermint.types.ConsensusParams` as
/// ABCI carries it).
package struct ConsensusParametersUpdate: Hashable, Sendable {
    package var block: BlockParameters?
    package var evidence: EvidenceParameters?
    package var validator: ValidatorParameters?
    package var version: VersionParameters?
    package var abci: ABCIParameters?

    package init(
        block: BlockParameters? = nil, evidence: EvidenceParameters? = nil, validator: ValidatorParameters? = nil,
        version: VersionParameters? = nil, abci: ABCIParameters? = nil
    ) {
        self.block = block
        self.evidence = evidence
        self.validator = validator
        self.version = version
        self.abci = abci
    }

    /// The update that sets every group to what it is in `parameters`.
    package init(_ parameters: ConsensusParameters) {
        self.init(
            block: parameters.block, evidence: parameters.evidence, validator: parameters.validator,
            version: parameters.version, abci: parameters.abci)
    }
}

extension ConsensusParametersUpdate: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.messageIfPresent(1, block)
        writer.messageIfPresent(2, evidence)
        writer.messageIfPresent(3, validator)
        writer.messageIfPresent(4, version)
        writer.messageIfPresent(5, abci)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var block = EmbeddedMessage()
        var evidence = EmbeddedMessage()
        var validator = EmbeddedMessage()
        var version = EmbeddedMessage()
        var abci = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.merge(field, into: &block)
            case 2: try reader.merge(field, into: &evidence)
            case 3: try reader.merge(field, into: &validator)
            case 4: try reader.merge(field, into: &version)
            case 5: try reader.merge(field, into: &abci)
            default: try reader.skip(field)
            }
        }
        self.init(
            block: try block.decodeIfPresent(BlockParameters.self),
            evidence: try evidence.decodeIfPresent(EvidenceParameters.self),
            validator: try validator.decodeIfPresent(ValidatorParameters.self),
            version: try version.decodeIfPresent(VersionParameters.self),
            abci: try abci.decodeIfPresent(ABCIParameters.self))
    }
}
