import Chain
import Cryptography
import JSON
import Testing
import Wire

@Suite("Commits")
struct CommitSignatureTests {
    private static let encoded =
        "0880d70610031a480a20978dd19489faf3fb48d8ca918586d4feaea7e0f2a0d7a6afca096a081af462ea1224081312209e8258a8375595"
        + "70cbd5eb901e8c0e04ee88ba31c81a76b000b80e544feba576226808031214441d845dbf9671bbb8e2488e44e94990a82d1a4a1a0c"
        + "08c6aff9c20610c5beee85032240c05a48fe1a17d66c9042d599775ef08ab502f35728e8ba130099ed4f7fa64b5251ef83885c64b7"
        + "b78b6117bffae516cced709dca2b4f50ade43e19da9df6c00d2268080212149d546b0f93d7ffb61134567be124afbb3dc38d2e1a0c"
        + "08eed7afcd0610ab9dc2c1032240e012cfe710a0ebe00d20d44fc8dad2a76b427ef13e7f2b13223cd54f928a4a2cacff026cb16025"
        + "991721dbc5b0250837f3a234150a4a9c1260a1d9545e392203"

    @Test("A commit of CometBFT's is read, hashed and written as there; a nil vote signs no block")
    func vector() throws {
        let commit = try Commit(protobuf: bytes(Self.encoded))
        #expect(commit.protobuf == (try bytes(Self.encoded)))
        #expect(
            commit.hash.bytes == (try bytes("f142df7540364f4eef02f4ca92c4f90f7c45dd587785e13879294e271db187e1")))
        #expect(
            commit.voteSignBytes(chainID: "commit-chain-1", at: 0)
                == (try bytes(
                    "3208021180ab0100000000001903000000000000002a0c08c6aff9c20610c5beee8503320e636f6d6d69742d636861696e2d31"
                )))
        #expect(commit.vote(at: 0)?.isNil == true)
        #expect(commit.vote(at: 1)?.blockID == commit.blockID)
        #expect(try Commit(json: commit.json) == commit)
        try checkDecoder(of: commit)
    }

    @Test("The first block's empty commit has no signatures and still a block id")
    func empty() throws {
        #expect(Commit.empty.protobuf == [0x1a, 0x02, 0x12, 0x00])
        #expect(Commit.empty.hash == MerkleTree.emptyRoot)
        #expect(try Commit(protobuf: []) == .empty)
        try Commit.empty.validate()
    }

    @Test("An absent vote takes fifteen bytes, ten of them for Go's zero time")
    func absent() throws {
        #expect(CommitSig.absent.protobuf == (try bytes("08011a0b088092b8c398feffffff01")))
        try checkDecoder(of: CommitSig.absent)
        try checkJSON(
            of: CommitSig.absent,
            #"{"block_id_flag":1,"validator_address":"","timestamp":"0001-01-01T00:00:00Z","signature":null}"#)
        // A time that is left out is Go's zero time too.
        #expect(try CommitSig(protobuf: [0x08, 0x01]) == .absent)
        let commit = Commit(height: 1, round: 0, blockID: Sample.blockID(1), signatures: [.absent])
        #expect(commit.vote(at: 0) == nil && commit.voteSignBytes(chainID: "", at: 0) == nil)
        #expect(commit.vote(at: 1) == nil && commit.vote(at: -1) == nil)
    }

    @Test(
        "A place in a commit that breaks a rule is refused in CometBFT's words",
        arguments: [
            (Change { $0.int32(1, 0) }, "unknown BlockIDFlag: 0"),
            (Change { $0.int32(1, 4) }, "unknown BlockIDFlag: 4"),
            (Change { $0.int32(1, -1) }, "unknown BlockIDFlag: 255"),
            (
                Change {
                    $0.int32(1, 1); $0.bytes(2, [1])
                }, "validator address is present"
            ),
            (
                Change {
                    $0.int32(1, 1); $0.message(3, Timestamp.unixEpoch)
                }, "time is present"
            ),
            (
                Change {
                    $0.int32(1, 1); $0.bytes(4, [1])
                }, "signature is present"
            ),
            (
                Change {
                    $0.int32(1, 2); $0.bytes(2, [1])
                }, "expected ValidatorAddress size to be 20 bytes, got 1 bytes"
            ),
            (
                Change {
                    $0.int32(1, 3); $0.bytes(2, Sample.address.bytes)
                }, "signature is missing"
            ),
            (
                Change {
                    $0.int32(1, 2); $0.bytes(2, Sample.address.bytes); $0.bytes(4, [UInt8](repeating: 1, count: 65))
                },
                "signature is too big (max: 64)"
            ),
        ] as [(Change<ProtobufWriter>, String)])
    func places(_ write: Change<ProtobufWriter>, text: String) throws {
        var writer = ProtobufWriter()
        write.apply(&writer)
        #expect(try rule(reading: CommitSig.self, writer.bytes) == text)
        #expect(try rule(reading: ExtendedCommitSig.self, writer.bytes) == text)
    }

    @Test("A flag is read as a byte, as in CometBFT")
    func flagByte() throws {
        var writer = ProtobufWriter()
        writer.int32(1, 257)
        #expect(try CommitSig(protobuf: writer.bytes) == .absent)
    }

    @Test(
        "A commit that breaks a rule is refused in CometBFT's words",
        arguments: [
            (Commit(height: -1, round: 0, blockID: .none, signatures: []), "negative Height"),
            (Commit(height: 1, round: -1, blockID: .none, signatures: []), "negative Round"),
            (Commit(height: 1, round: 0, blockID: .none, signatures: [.absent]), "commit cannot be for nil block"),
            (Commit(height: 1, round: 0, blockID: Sample.blockID(1), signatures: []), "no signatures in commit"),
        ])
    func rules(commit: Commit, text: String) throws {
        #expect(throws: ValidationError(text)) { try commit.validate() }
        #expect(try rule(reading: Commit.self, commit.protobuf) == text)
        let extendedText = text.replacing("commit cannot", with: "extended commit cannot")
        let extended = ExtendedCommit(wrapping: commit)
        #expect(throws: ValidationError(extendedText)) { try extended.validate() }
        #expect(try rule(reading: ExtendedCommit.self, extended.protobuf) == extendedText)
    }

    @Test("A commit says which of its places breaks a rule")
    func place() {
        let broken = CommitSig(flag: .unknown, validatorAddress: nil, timestamp: .zero, signature: .empty)
        let commit = Commit(height: 1, round: 0, blockID: Sample.blockID(1), signatures: [.absent, broken])
        #expect(throws: ValidationError("wrong CommitSig #1: unknown BlockIDFlag: 0")) { try commit.validate() }
        #expect(throws: ValidationError("wrong ExtendedCommitSig #1: unknown BlockIDFlag: 0")) {
            try ExtendedCommit(wrapping: commit).validate()
        }
    }

    @Test("A commit of a set larger than a chain's is read, for evidence may bring one")
    func manySignatures() throws {
        let commit = Commit(
            height: 1, round: 0, blockID: Sample.blockID(1),
            signatures: Array(repeating: .absent, count: ChainLimits.votesMaximum + 1))
        #expect(try Commit(protobuf: commit.protobuf) == commit)
    }
}
