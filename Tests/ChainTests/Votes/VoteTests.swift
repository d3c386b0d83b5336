import Chain
import Cryptography
import JSON
import Testing
import Wire

@Suite("Votes")
struct VoteTests {
    @Test(
        "Sign bytes are CometBFT's: with its length, without address and index, without a block that is nil",
        arguments: [
            (
                "080110d10a1801220212002a0c08fbeef6ca06108485d7ac023214156416bb3332fd4c60dfa583bf2e69d5459fea0b4240107be7"
                    + "b330b493cb8155162570278e9b17f427d42058e47605d4a3372bcb8ff896df46a7883de26b86dff44c5bc4a740fd67a975"
                    + "67cb47a50252b1d3cd5ea703",
                ChainID(ByteString([UInt8](repeating: UInt8(ascii: "z"), count: 50))),
                "5608011151050000000000001901000000000000002a0c08fbeef6ca06108485d7ac0232327a7a7a7a7a7a7a7a7a7a7a7a7a7a7a"
                    + "7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a"
            ),
            (
                "080210eadcd1d201180422480a204f08c6872b3b3de49edf7451b435698ac4e182d16c339be83e18531a34aebad31224080312206c"
                    + "5c7c93aaf14d40740fe001eeca9ee71300d826bc3cfc87a29d39ea108a3cf22a0c08fe98c0b30610e7a39da0023214156416"
                    + "bb3332fd4c60dfa583bf2e69d5459fea0b4240e1beecb7e70dfa5ce5fed9af9df91cd1bd95354067b829386006161548"
                    + "17a9b5b7261d6e9b21cf4a88881ca6836b225cb0d552a77a4c504818ed814cc0ca50024a09657874656e73696f6e5240"
                    + "999247066c90527cac8687d42a697fb01a6064c0a3305e7724a7d284a1f9aaa2007f7d7fb3ea9632bd87d815d76d9bce"
                    + "ff3a539be6e53af25089ebfb330dab04",
                "",
                "6c0802116a6e541a0000000019040000000000000022480a204f08c6872b3b3de49edf7451b435698ac4e182d16c339be83e18531a"
                    + "34aebad31224080312206c5c7c93aaf14d40740fe001eeca9ee71300d826bc3cfc87a29d39ea108a3cf22a0c08fe98c0b306"
                    + "10e7a39da002"
            ),
        ] as [(String, ChainID, String)])
    func signBytes(encoded: String, chainID: ChainID, expected: String) throws {
        let vote = try Vote(protobuf: bytes(encoded))
        #expect(vote.protobuf == (try bytes(encoded)))
        #expect(vote.signBytes(chainID: chainID) == (try bytes(expected)))
        let key = try #require(
            Ed25519PublicKey(bytes("9fb31f5393b99730c50c3c26de2f96b8745df0c5c46882273da7b80d5e816a0f")))
        try vote.validate()
        try vote.verifyWithExtension(chainID: chainID, publicKey: .ed25519(key))
        try checkDecoder(of: vote)
        #expect(try Vote(json: vote.json) == vote)
    }

    @Test("The extension is signed with height, round and chain, also when it is empty")
    func extensionSignBytes() throws {
        var vote = Sample.vote
        vote.height = 441_740_906
        vote.round = 4
        vote.extension = Array("extension".utf8)
        #expect(
            vote.extensionSignBytes(chainID: "")
                == (try bytes("1d0a09657874656e73696f6e116a6e541a00000000190400000000000000")))
        vote.extension = []
        #expect(vote.extensionSignBytes(chainID: "c1").prefix(2) == [0x16, 0x11])
    }

    @Test(
        "A vote that breaks a rule is refused in CometBFT's words",
        arguments: [
            (Change { $0.type = .proposal }, "invalid Type"),
            (Change { $0.type = .unknown }, "invalid Type"),
            (Change { $0.height = 0 }, "negative or zero Height"),
            (Change { $0.height = -1 }, "negative or zero Height"),
            (Change { $0.round = -1 }, "negative Round"),
            (
                Change { $0.blockID = BlockID(hash: nil, partSetHeader: PartSetHeader(total: 1, hash: nil)) },
                "blockID must be either empty or complete, got: :1:000000000000"
            ),
            (Change { $0.validatorAddress = nil }, "expected ValidatorAddress size to be 20 bytes, got 0 bytes"),
            (Change { $0.validatorIndex = -1 }, "negative ValidatorIndex"),
            (Change { $0.signature = .empty }, "signature is missing"),
            (Change { $0.signature = Signature([UInt8](repeating: 1, count: 65)) }, "signature is too big (max: 64)"),
            (
                Change { $0.extensionSignature = Signature([UInt8](repeating: 1, count: 65)) },
                "vote extension signature is too big (max: 64)"
            ),
            (Change { $0.extension = [1] }, "vote extension signature absent on vote with extension"),
            (
                Change {
                    $0.type = .prevote; $0.extension = [1]
                }, "unexpected vote extension; vote type 1, isNil false"
            ),
            (
                Change {
                    $0.blockID = .none; $0.extension = [1]
                }, "unexpected vote extension; vote type 2, isNil true"
            ),
            (
                Change {
                    $0.type = .prevote; $0.extensionSignature = Sample.signature
                },
                "unexpected vote extension signature"
            ),
        ] as [(Change<Vote>, String)])
    func rules(_ change: Change<Vote>, text: String) throws {
        var vote = Sample.vote
        try vote.validate()
        change.apply(&vote)
        #expect(throws: ValidationError(text)) { try vote.validate() }
        // Reading does not validate: a vote that is still to be signed has no signature.
        #expect(try Vote(protobuf: vote.protobuf) == vote)
    }

    @Test("An address of another size is refused when it is read")
    func addressSize() throws {
        var writer = ProtobufWriter()
        writer.bytes(6, [1, 2, 3])
        #expect(
            try rule(reading: Vote.self, writer.bytes) == "expected ValidatorAddress size to be 20 bytes, got 3 bytes")
    }

    @Test("A type that nobody knows reads as unknown")
    func unknownType() throws {
        var writer = ProtobufWriter()
        writer.int32(1, 77)
        #expect(try Vote(protobuf: writer.bytes).type == .unknown)
    }

    @Test("A time that is left out is Go's zero time, one that is empty is the epoch")
    func missingTime() throws {
        #expect(try Vote(protobuf: []).timestamp == .zero)
        #expect(try Vote(protobuf: [0x2a, 0]).timestamp == .unixEpoch)
    }

    @Test("A signature holds for one key, chain, block and extension")
    func verify() throws {
        let key = SigningValidators.key(seed: 1, index: 1)
        let publicKey = PublicKey.ed25519(key.publicKey)
        var vote = Sample.vote
        vote.validatorAddress = publicKey.address
        vote.extension = [1]
        vote.signature = key.sign(vote.signBytes(chainID: "a"))
        try vote.verify(chainID: "a", publicKey: publicKey)
        #expect(throws: VoteError.invalidSignature) { try vote.verify(chainID: "b", publicKey: publicKey) }
        #expect(throws: VoteError.missingExtensionSignature) {
            try vote.verifyWithExtension(chainID: "a", publicKey: publicKey)
        }
        #expect(throws: ValidationError("vote extension absent")) { try vote.validateExtensionPresence() }
        vote.extensionSignature = key.sign(vote.extensionSignBytes(chainID: "a"))
        try vote.verifyWithExtension(chainID: "a", publicKey: publicKey)
        try vote.validateExtensionPresence()
        vote.extension = [2]
        #expect(throws: VoteError.invalidSignature) {
            try vote.verifyWithExtension(chainID: "a", publicKey: publicKey)
        }
        let other = PublicKey.ed25519(SigningValidators.key(seed: 1, index: 2).publicKey)
        #expect(throws: VoteError.invalidValidatorAddress) { try vote.verify(chainID: "a", publicKey: other) }
        vote.blockID = .none
        try vote.verifyExtension(chainID: "a", publicKey: publicKey)
    }

    @Test("A vote prints as CometBFT prints it")
    func description() {
        #expect(
            Sample.vote.description
                == "Vote{3:090909090909 7/02/SIGNED_MSG_TYPE_PRECOMMIT(Precommit) 4BF5122F3445 050505050505 "
                + "000000000000 @ 2023-11-14T22:13:20.123456789Z}")
    }
}
