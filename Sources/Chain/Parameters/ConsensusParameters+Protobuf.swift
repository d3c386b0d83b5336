package import Wire

extension ConsensusParameters: ProtobufCodable {
    /// `tendermint.types.ConsensusParams` with all five groups, without the fault model.
    package func encode(into writer: inout ProtobufWriter) {
        ConsensusParametersUpdate(self).encode(into: &writer)
    }

    /// Reads complete parameters; the fault model is `byzantine` until the caller sets it.
    ///
    /// A missing group, on which CometBFT stops, is refused; but the ABCI group, which older nodes do not know, is its
    /// default then, as in CometBFT's `ConsensusParamsFromProto`.
    package init(protobuf reader: ProtobufReader) throws(DecodingError) {
        let groups = try ConsensusParametersUpdate(protobuf: reader)
        guard let block = groups.block, let evidence = groups.evidence, let validator = groups.validator,
            let version = groups.version
        else { throw .invalid("consensus parameters lack a group") }
        self.init(
            block: block, evidence: evidence, validator: validator, version: version,
            abci: groups.abci ?? ABCIParameters())
    }
}
