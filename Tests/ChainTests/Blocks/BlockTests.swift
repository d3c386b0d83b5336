import Chain
import Cryptography
import JSON
import Testing
import Wire

@Suite("Blocks")
struct BlockTests {
    private static let first =
        "0acd020a02080b120d626c6f636b2d636861696e2d301801220c08a0d5dad90610c3d0f69c032a0212003220e3b0c44298fc1c149afb"
        + "f4c8996fb92427ae41e4649b934ca495991b7852b8553a20e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b"
        + "7852b85542202f16a7bb56b6c46e3678efe75eee0990191de17dad4c7e0fabacec728485440b4a202f16a7bb56b6c46e3678efe7"
        + "5eee0990191de17dad4c7e0fabacec728485440b5220048091bc7ddc283f77bfbf91d73c44da58c3df8a9cbc867405d8b7f3daad"
        + "a22f5a208b82c98329bc6ffbc2e0309775cabcaaae9382dde787b3770f794228d4692d186220e3b0c44298fc1c149afbf4c8996f"
        + "b92427ae41e4649b934ca495991b7852b8556a20e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        + "7214bdc67a4dd6fffd0bdfd7865daefd791821b05c9112001a0022041a021200"

    /// A block with everything in it.
    private static func full() throws -> Block {
        let validators = try SigningValidators(powers: [10, 20])
        var block = Block(
            height: 6, transactions: [Transaction([1, 2, 3])], lastCommit: validators.commit(),
            evidence: [.duplicateVote(try EvidenceTests.duplicateVote())])
        block.header.chainID = validators.chainID
        block.header.time = Sample.time
        block.header.lastBlockID = SigningValidators.blockID
        block.header.validatorsHash = validators.set.hash
        block.header.nextValidatorsHash = validators.set.hash
        block.header.proposerAddress = validators.set.validators[0].address
        return block
    }

    @Test("The first block of a chain of CometBFT's is read, hashed, cut and written as there")
    func vector() throws {
        let encoded = try bytes(Self.first)
        let block = try Block(protobuf: encoded)
        #expect(block.protobuf == encoded && block.size == 346)
        #expect(block.lastCommit == .empty)
        #expect(
            block.hash?.bytes == (try bytes("76030f75e8dd4a2610b6c14b18843985f9666588263d742f7123ea1d00ac3769")))
        #expect(
            block.partSet().header.hash?.bytes
                == (try bytes("04bed3f98b8bb72d76a81c40334917a77bd481cc4ab5284b401a67eabee1dbbc")))
    }

    @Test("A block with transactions, evidence and a commit goes both ways")
    func full() throws {
        let block = try Self.full()
        try block.validate()
        #expect(block.size == block.protobuf.count)
        try checkDecoder(of: block)
        #expect(try Block(json: block.json) == block)
        #expect(try Block(protobuf: block.partSet().assembledBytes ?? []) == block)
    }

    @Test("One transaction is read from a block's bytes, also where its data comes in two occurrences")
    func oneTransaction() throws {
        let data = BlockData([Transaction([1, 2]), Transaction([]), Transaction([3])])
        var writer = ProtobufWriter()
        writer.message(1, try Self.full().header)
        writer.message(2, BlockData(Array(data.transactions[..<2])))
        writer.bytes(9, [0x0a, 1, 7])
        writer.message(2) { inner in
            inner.bytes(5, [8])
            inner.element(1, [3])
        }
        for (index, transaction) in data.transactions.enumerated() {
            #expect(try Block.transaction(at: index, in: ProtobufReader(writer.bytes)) == transaction)
        }
        #expect(try Block.transaction(at: 3, in: ProtobufReader(writer.bytes)) == nil)
        for length in writer.bytes.indices {
            let cut = ProtobufReader(Array(writer.bytes[..<length]))
            let found = try? Block.transaction(at: 2, in: cut)
            #expect(found == nil)
        }
    }

    @Test(
        "A block whose header says something else than its contents is refused",
        arguments: [
            (Change { $0.header.lastCommitHash = nil }, "wrong Header.LastCommitHash."),
            (Change { $0.header.dataHash = Sample.hash(0) }, "wrong Header.DataHash."),
            (Change { $0.header.evidenceHash = Sample.hash(0) }, "wrong Header.EvidenceHash."),
            (
                Change {
                    $0 = Block(header: $0.header, data: .empty, evidence: $0.evidence, lastCommit: $0.lastCommit)
                },
                "wrong Header.DataHash."
            ),
            (
                Change { $0 = Block(header: $0.header, data: $0.data, evidence: [], lastCommit: $0.lastCommit) },
                "wrong Header.EvidenceHash."
            ),
            (
                Change { $0 = Block(header: $0.header, data: $0.data, evidence: $0.evidence, lastCommit: .empty) },
                "wrong Header.LastCommitHash."
            ),
            (
                Change { $0 = Block(header: $0.header, data: $0.data, evidence: $0.evidence, lastCommit: nil) },
                "nil LastCommit"
            ),
        ] as [(Change<Block>, String)])
    func mismatch(_ change: Change<Block>, text: String) throws {
        var block = try Self.full()
        change.apply(&block)
        #expect(try rule(reading: Block.self, block.protobuf)?.hasPrefix(text) == true)
    }

    @Test("A block without its last commit has no hash")
    func incomplete() {
        let block = Block(header: Sample.header, data: .empty, evidence: [], lastCommit: nil)
        #expect(block.hash == nil)
        #expect(block.json.description.hasSuffix(#""last_commit":null}"#))
    }

    @Test("The metadata's block id must be that of the header")
    func metadata() throws {
        let block = try Self.full()
        let meta = BlockMeta(block: block, parts: block.partSet().header)
        try meta.validate()
        try checkDecoder(of: meta)
        #expect(try BlockMeta(json: meta.json) == meta)
        #expect(meta.transactionCount == 1 && meta.blockSize == block.size)
        let other = BlockMeta(blockID: Sample.blockID(1), blockSize: 1, header: block.header, transactionCount: 1)
        #expect(throws: ValidationError.self) { try other.validate() }
    }

    @Test(
        "What is left for transactions is what header, commit and evidence leave",
        arguments: [(0, 22_019_365), (1, 22_019_254), (4, 22_018_921), (100, 22_008_265)] as [(Int, Int64)])
    func budget(validators: Int, expected: Int64) throws {
        #expect(
            try BlockBudget.dataBytesMaximum(
                blockBytesMaximum: 22_020_096, evidenceBytes: 0, validatorCount: validators) == expected)
        #expect(
            try BlockBudget.dataBytesMaximumWithoutEvidence(
                blockBytesMaximum: 22_020_096, validatorCount: validators) == expected)
    }

    @Test("A block too small for header, commit and evidence is an error")
    func noBudget() {
        let text = "Block.MaxBytes=900 is too small to accommodate header&lastCommit&evidence="
        #expect(throws: ValidationError("Negative MaxDataBytes. \(text)942")) {
            try BlockBudget.dataBytesMaximum(blockBytesMaximum: 900, evidenceBytes: 100, validatorCount: 1)
        }
        #expect(throws: ValidationError("Negative MaxDataBytesNoEvidence. \(text)953")) {
            try BlockBudget.dataBytesMaximumWithoutEvidence(blockBytesMaximum: 900, validatorCount: 2)
        }
    }
}
