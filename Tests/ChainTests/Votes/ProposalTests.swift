import Chain
import Cryptography
import JSON
import Testing
import Wire

@Suite("Proposals")
struct ProposalTests {
    private static let encoded =
        "082010bfeeac85ac03180420ffffffffffffffffff012a480a206cdf399de7aedb9b61a6917b2677b211c97933536664c637a57ce2234e"
        + "3319fe1224082512208b4a77dfd0aab3e6f1178e0029686770d3b0dd541490b097f001e95f27efe8eb320c08c386a5bb0610cab7ac"
        + "af013a406855fe2b648c42d957c14d2b18f37ffd856cb1f4015a564acc4a8573ce43b9eb972f760f0047040d416a8a1c937471a93e"
        + "ffc27c8e653f11497f1d61ce3b7702"
    private static let signed =
        "86010820113f37abc01a00000019040000000000000020ffffffffffffffffff012a480a206cdf399de7aedb9b61a6917b2677b211c979"
        + "33536664c637a57ce2234e3319fe1224082512208b4a77dfd0aab3e6f1178e0029686770d3b0dd541490b097f001e95f27efe8eb32"
        + "0c08c386a5bb0610cab7acaf013a0d746573745f636861696e5f6964"

    @Test("Sign bytes are CometBFT's, with a proof-of-lock round of -1 in ten bytes")
    func signBytes() throws {
        let proposal = try Proposal(protobuf: bytes(Self.encoded))
        #expect(proposal.protobuf == (try bytes(Self.encoded)))
        #expect(proposal.polRound == .none)
        #expect(proposal.signBytes(chainID: "test_chain_id") == (try bytes(Self.signed)))
        try checkDecoder(of: proposal)
        #expect(proposal.json.description.hasPrefix(#"{"Type":32,"height":"#))
        #expect(try Proposal(json: proposal.json) == proposal)
    }

    @Test(
        "A proposal that breaks a rule is refused when it is read",
        arguments: [
            (Change { $0.height = -1 }, "negative Height"),
            (Change { $0.round = -1 }, "negative Round"),
            (Change { $0.polRound = -2 }, "negative POLRound (exception: -1)"),
            (Change { $0.blockID = .none }, "expected a complete, non-empty BlockID, got: :0:000000000000"),
            (Change { $0.signature = .empty }, "signature is missing"),
            (Change { $0.signature = Signature([UInt8](repeating: 1, count: 65)) }, "signature is too big (max: 64)"),
        ] as [(Change<Proposal>, String)])
    func rules(_ change: Change<Proposal>, text: String) throws {
        var proposal = Sample.proposal
        change.apply(&proposal)
        #expect(try rule(reading: Proposal.self, proposal.protobuf) == text)
        #expect(try Proposal(unvalidatedProtobuf: ProtobufReader(proposal.protobuf)) == proposal)
    }

    @Test("Another type is refused")
    func type() throws {
        let prevote = [0x08, 0x01] + Array(Sample.proposal.protobuf.dropFirst(2))
        #expect(try rule(reading: Proposal.self, prevote) == "invalid Type")
        #expect(throws: JSONError.self) { try Proposal(json: .members(("Type", .integer(1)))) }
    }

    @Test(
        "A block of more parts than its size allows is refused",
        arguments: [(1, 1, 2), (65_536, 1, 2), (65_537, 2, 3), (-1, 1600, 1601)] as [(Int64, UInt32, UInt32)])
    func parts(bytesMaximum: Int64, most: UInt32, tooMany: UInt32) throws {
        var proposal = Sample.proposal
        proposal.blockID = BlockID(hash: Sample.hash(1), partSetHeader: PartSetHeader(total: most, hash: nil))
        try proposal.validateBlockSize(blockBytesMaximum: bytesMaximum)
        proposal.blockID = BlockID(hash: Sample.hash(1), partSetHeader: PartSetHeader(total: tooMany, hash: nil))
        #expect(throws: ValidationError("proposal has too many parts \(tooMany) (max: \(most))")) {
            try proposal.validateBlockSize(blockBytesMaximum: bytesMaximum)
        }
    }
}
