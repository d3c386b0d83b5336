import Chain
import Cryptography
import JSON
import Testing
import Wire

@Suite("Consensus parameters")
struct ConsensusParametersTests {
    private static let defaultProtobuf =
        "0a10088080c00a10ffffffffffffffffff01120e08a08d0612040880c60a188080401a090a076564323535313922002a00"
    private static let defaultJSON =
        #"{"block":{"max_bytes":"22020096","max_gas":"-1"},"evidence":{"max_age_num_blocks":"100000","#
        + #""max_age_duration":"172800000000000","max_bytes":"1048576"},"validator":{"pub_key_types":["ed25519"]},"#
        + #""version":{"app":"0"},"abci":{"vote_extensions_enable_height":"0"}}"#

    @Test("The defaults are CometBFT's, in protobuf, JSON and hash")
    func defaults() throws {
        let parameters = ConsensusParameters()
        try parameters.validate()
        #expect(Hex.lowercase(parameters.protobuf) == ConsensusParametersTests.defaultProtobuf)
        #expect(parameters.json.description == ConsensusParametersTests.defaultJSON)
        #expect(
            parameters.hash.description.lowercased()
                == "048091bc7ddc283f77bfbf91d73c44da58c3df8a9cbc867405d8b7f3daada22f")
        #expect(try ConsensusParameters(json: parameters.json) == parameters)
    }

    @Test("Cut and damaged messages give a value or an error")
    func decoder() throws {
        try checkDecoder(of: ConsensusParameters())
        try checkDecoder(of: ConsensusParametersUpdate(block: BlockParameters(), abci: ABCIParameters()))
        #expect(throws: DecodingError.invalid("consensus parameters lack a group")) {
            try ConsensusParameters(protobuf: ConsensusParametersUpdate(block: BlockParameters()).protobuf)
        }
    }

    @Test("The fault model is in no hash and no protobuf, and in JSON only where it is not CometBFT's")
    func faultModel() throws {
        let crash = ConsensusParameters(faultModel: .crash)
        #expect(crash.hash == ConsensusParameters().hash)
        #expect(crash.protobuf == ConsensusParameters().protobuf)
        #expect(
            crash.json.description
                == ConsensusParametersTests.defaultJSON.dropLast() + #","fault":{"model":"crash"}}"#)
        #expect(try ConsensusParameters(json: crash.json) == crash)
        #expect(crash.updated(by: ConsensusParametersUpdate(block: BlockParameters(maxBytes: 5))).faultModel == .crash)
        let spelled = try JSONValue(parsing: Array(#"{"fault":{"model":"byzantine"}}"#.utf8))
        #expect(try ConsensusParameters(json: spelled).faultModel == .byzantine)
    }

    @Test("An unknown fault model is refused")
    func unknownFaultModel() throws {
        let json = try JSONValue(parsing: Array(#"{"fault":{"model":"crsh"}}"#.utf8))
        #expect(
            throws: JSONError("unknown fault model crsh, expected one of byzantine, crash", path: "fault.model")
        ) {
            try ConsensusParameters(json: json)
        }
    }

    private static let refusals: [(ConsensusParameters, String)] = [
        (ConsensusParameters(block: BlockParameters(maxBytes: 0)), "block.MaxBytes cannot be 0"),
        (
            ConsensusParameters(block: BlockParameters(maxBytes: -2)),
            "block.MaxBytes must be -1 or greater than 0. Got -2"
        ),
        (
            ConsensusParameters(block: BlockParameters(maxBytes: 104_857_601)),
            "block.MaxBytes is too big. 104857601 > 104857600"
        ),
        (
            ConsensusParameters(block: BlockParameters(maxGas: -2)),
            "block.MaxGas must be greater or equal to -1. Got -2"
        ),
        (
            ConsensusParameters(evidence: EvidenceParameters(maxAgeBlocks: 0)),
            "evidence.MaxAgeNumBlocks must be greater than 0. Got 0"
        ),
        (
            ConsensusParameters(evidence: EvidenceParameters(maxAgeDuration: .zero)),
            "evidence.MaxAgeDuration must be grater than 0 if provided, Got 0s"
        ),
        (
            ConsensusParameters(evidence: EvidenceParameters(maxBytes: 22_020_097)),
            "evidence.MaxBytesEvidence is greater than upper bound, 22020097 > 22020096"
        ),
        (
            ConsensusParameters(evidence: EvidenceParameters(maxBytes: -1)),
            "evidence.MaxBytes must be non negative. Got: -1"
        ),
        (
            ConsensusParameters(abci: ABCIParameters(voteExtensionsEnableHeight: -1)),
            "ABCI.VoteExtensionsEnableHeight cannot be negative. Got: -1"
        ),
        (
            ConsensusParameters(validator: ValidatorParameters(publicKeyTypes: [])),
            "len(Validator.PubKeyTypes) must be greater than 0"
        ),
        (
            ConsensusParameters(validator: ValidatorParameters(publicKeyTypes: ["ed25519", "foo"])),
            "params.Validator.PubKeyTypes[1], foo, is an unknown pubkey type"
        ),
    ]

    @Test("Parameters that no chain may have are refused in CometBFT's words", arguments: refusals)
    func refused(parameters: ConsensusParameters, message: String) {
        #expect(throws: ValidationError(message)) { try parameters.validate() }
    }

    @Test("A block without limit may hold evidence up to the largest block")
    func unlimitedBlock() throws {
        let block = BlockParameters(maxBytes: -1)
        try ConsensusParameters(block: block, evidence: EvidenceParameters(maxBytes: 104_857_600)).validate()
        #expect(block.bytesMaximum == 104_857_600)
    }

    @Test("An update sets whole groups and leaves the others")
    func update() {
        let update = ConsensusParametersUpdate(
            evidence: EvidenceParameters(maxAgeBlocks: 7), version: VersionParameters(app: 3))
        let updated = ConsensusParameters().updated(by: update)
        #expect(updated.evidence.maxAgeBlocks == 7)
        #expect(updated.version.app == 3)
        #expect(updated.block == BlockParameters())
        #expect(ConsensusParameters().updated(by: ConsensusParametersUpdate(updated)) == updated)
        #expect(
            update.json.description
                == #"{"evidence":{"max_age_num_blocks":"7","max_age_duration":"172800000000000","max_bytes":"1048576"},"#
                + #""version":{"app":"3"}}"#)
        #expect(ConsensusParametersUpdate(version: VersionParameters()).json.description == #"{"version":{}}"#)
    }

    @Test(
        "Vote extensions, once on, stay on, and start only at a height ahead",
        arguments: [
            (0, 0, nil), (0, 11, nil), (0, 10, "past or current"), (0, -1, "must be positive"), (5, 5, nil),
            (5, 0, "cannot be disabled"), (10, 0, "cannot be disabled"), (11, 0, nil), (11, 12, nil), (11, 11, nil),
            (5, 12, "cannot be modified"), (5, 9, "past or current"), (20, 10, "past or current"),
        ] as [(Int64, Int64, String?)])
    func voteExtensions(present: Int64, wanted: Int64, refusal: String?) {
        let parameters = ConsensusParameters(abci: ABCIParameters(voteExtensionsEnableHeight: Height(present)))
        let update = ConsensusParametersUpdate(abci: ABCIParameters(voteExtensionsEnableHeight: Height(wanted)))
        do {
            try parameters.validateUpdate(update, at: 10)
            #expect(refusal == nil)
        } catch {
            #expect(refusal.map(error.message.contains) == true, "\(error)")
        }
    }

    @Test("An update without the ABCI group says nothing about vote extensions")
    func noVoteExtensions() throws {
        let parameters = ConsensusParameters(abci: ABCIParameters(voteExtensionsEnableHeight: 5))
        try parameters.validateUpdate(ConsensusParametersUpdate(), at: 10)
        #expect(parameters.abci.voteExtensionsEnabled(at: 5))
        #expect(!parameters.abci.voteExtensionsEnabled(at: 4))
        #expect(!ABCIParameters().voteExtensionsEnabled(at: 1))
    }
}
