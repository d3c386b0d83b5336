package import Cryptography
import Wire

/// The rules of a chain that its application may change, and the one that nobody may: the fault model
/// (CometBFT `types/params.go`).
package struct ConsensusParameters: Hashable, Sendable, Validatable {
    package var block: BlockParameters
    package var evidence: EvidenceParameters
    package var validator: ValidatorParameters
    package var version: VersionParameters
    package var abci: ABCIParameters
    /// Comes from the genesis alone. It is in no hash and no protobuf message, because CometBFT's have no field for it
    /// and must stay the same bytes: whoever reads parameters from protobuf gets `byzantine`, the stricter rule, and
    /// puts the genesis's model in its place.
    package var faultModel: FaultModel

    /// CometBFT's defaults.
    package init(
        block: BlockParameters = BlockParameters(), evidence: EvidenceParameters = EvidenceParameters(),
        validator: ValidatorParameters = ValidatorParameters(), version: VersionParameters = VersionParameters(),
        abci: ABCIParameters = ABCIParameters(), faultModel: FaultModel = .byzantine
    ) {
        self.block = block
        self.evidence = evidence
        self.validator = validator
        self.version = version
        self.abci = abci
        self.faultModel = faultModel
    }

    /// Refuses parameters that no chain may have; the first broken rule in CometBFT's order and words.
    package func validate() throws(ValidationError) {
        try block.validate()
        try evidence.validate(within: block)
        try abci.validate()
        try validator.validate()
    }

    /// The hash that headers carry: over block size and gas only, so that other parameters may be added freely.
    package var hash: Hash {
        var writer = ProtobufWriter(capacity: 24)
        writer.int64(1, block.maxBytes)
        writer.int64(2, block.maxGas)
        return SHA256.hash(writer.bytes)
    }
}
