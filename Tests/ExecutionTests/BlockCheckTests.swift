import Chain
import Cryptography
import Execution
import Testing
import Wire

/// A way to spoil the valid block at height 3 of a chain of four validators, and what must notice.
struct SpoiltBlock: CustomTestStringConvertible, Sendable {
    let check: BlockCheck
    let text: String
    let spoil: @Sendable (TestChain, Block) throws -> Block

    init(_ check: BlockCheck, _ text: String, _ spoil: @escaping @Sendable (TestChain, Block) throws -> Block) {
        self.check = check
        self.text = text
        self.spoil = spoil
    }

    /// Changes the header alone.
    init(header check: BlockCheck, _ text: String, _ spoil: @escaping @Sendable (inout Header) -> Void) {
        self.init(check, text) { _, block in
            var copy = block
            spoil(&copy.header)
            return copy
        }
    }

    /// Changes the last commit, and the header so that it fits.
    init(
        commit check: BlockCheck, _ text: String, _ spoil: @escaping @Sendable (TestChain, inout Commit) throws -> Void
    ) {
        self.init(check, text) { chain, block in
            var commit = try #require(block.lastCommit)
            try spoil(chain, &commit)
            return block.with(lastCommit: commit)
        }
    }

    var testDescription: String { "\(check.rawValue): \(text)" }
}

private let otherHash = Hash([UInt8](repeating: 7, count: 32))

private let spoiltBlocks: [SpoiltBlock] = [
    SpoiltBlock(header: .header, "invalid header: block protocol is incorrect: got: 12, want: 11 ") {
        $0.version = BlockVersion(block: 12, app: 0)
    },
    SpoiltBlock(header: .header, "invalid header: zero Height") { $0.height = 0 },
    SpoiltBlock(header: .header, "invalid header: invalid ProposerAddress length; got: 0, expected: 20") {
        $0.proposerAddress = nil
    },
    SpoiltBlock(.lastCommit, "nil LastCommit") { _, block in
        Block(header: block.header, data: block.data, evidence: block.evidence, lastCommit: nil)
    },
    SpoiltBlock(commit: .lastCommit, "wrong LastCommit: no signatures in commit") { $1.signatures = [] },
    SpoiltBlock(header: .lastCommitHash, "wrong Header.LastCommitHash. Expected") { $0.lastCommitHash = otherHash },
    SpoiltBlock(header: .dataHash, "wrong Header.DataHash. Expected") { $0.dataHash = otherHash },
    SpoiltBlock(.evidence, "invalid evidence (#0): duplicate votes in invalid order") { chain, block in
        let good = try chain.duplicateVote(at: 1)
        let bad = DuplicateVoteEvidence(
            voteA: good.voteB, voteB: good.voteA, totalVotingPower: 40, validatorPower: 10, timestamp: good.timestamp)
        return block.with(evidence: [.duplicateVote(bad)])
    },
    SpoiltBlock(header: .evidenceHash, "wrong Header.EvidenceHash. Expected 0707") { $0.evidenceHash = otherHash },
    SpoiltBlock(header: .version, "wrong Block.Header.Version. Expected {11 0}, got {11 9}") {
        $0.version = BlockVersion(app: 9)
    },
    SpoiltBlock(header: .chainID, "wrong Block.Header.ChainID. Expected execution-test, got other") {
        $0.chainID = "other"
    },
    SpoiltBlock(header: .height, "wrong Block.Header.Height. Expected 3, got 4") { $0.height = 4 },
    SpoiltBlock(header: .lastBlockID, "wrong Block.Header.LastBlockID.  Expected") {
        $0.lastBlockID = BlockID(hash: otherHash, partSetHeader: $0.lastBlockID.partSetHeader)
    },
    SpoiltBlock(header: .appHash, "wrong Block.Header.AppHash.  Expected , got 01") { $0.appHash = AppHash([1]) },
    SpoiltBlock(header: .consensusHash, "wrong Block.Header.ConsensusHash.  Expected") { $0.consensusHash = otherHash },
    SpoiltBlock(header: .lastResultsHash, "wrong Block.Header.LastResultsHash.  Expected") {
        $0.lastResultsHash = nil
    },
    SpoiltBlock(header: .validatorsHash, "wrong Block.Header.ValidatorsHash.  Expected") {
        $0.validatorsHash = otherHash
    },
    SpoiltBlock(header: .nextValidatorsHash, "wrong Block.Header.NextValidatorsHash.  Expected") {
        $0.nextValidatorsHash = otherHash
    },
    SpoiltBlock(commit: .lastCommitSize, "Invalid commit -- wrong set size: 4 vs 3") { _ = $1.signatures.removeLast() },
    SpoiltBlock(commit: .lastCommitHeight, "Invalid commit -- wrong height: 2 vs 3") { $1.height = 3 },
    SpoiltBlock(commit: .lastCommitBlockID, "invalid commit -- wrong block ID: want") {
        $1.blockID = BlockID(hash: otherHash, partSetHeader: $1.blockID.partSetHeader)
    },
    SpoiltBlock(commit: .lastCommitSignatures, "wrong signature (#2)") {
        let place = $1.signatures[2]
        $1.signatures[2] = CommitSig(
            flag: .commit, validatorAddress: place.validatorAddress, timestamp: place.timestamp,
            signature: $1.signatures[1].signature)
    },
    SpoiltBlock(commit: .lastCommitSignatures, "validator address mismatch at index 0") { $1.signatures.swapAt(0, 1) },
    SpoiltBlock(commit: .lastCommitPower, "invalid commit -- insufficient voting power: got 20, needed more than 26") {
        $1.signatures[0] = .absent
        $1.signatures[3] = .absent
    },
    SpoiltBlock(header: .proposer, "block.Header.ProposerAddress 0909") {
        $0.proposerAddress = Address([UInt8](repeating: 9, count: 20))
    },
    SpoiltBlock(header: .timeOrder, "not greater than last block time 2023-11-14 22:13:22.000000005 +0000 UTC") {
        $0.time = TestChain.genesisTime.adding(.seconds(2))
    },
    SpoiltBlock(header: .time, "invalid block time. Expected") { $0.time = $0.time.adding(Nanoseconds(1)) },
    SpoiltBlock(.evidenceSize, "Too much evidence: Max 1048576, got") { chain, block in
        let evidence = Evidence.duplicateVote(try chain.duplicateVote(at: 1))
        return block.with(evidence: [Evidence](repeating: evidence, count: 5000))
    },
]

@Suite("Checks of a block")
struct BlockCheckTests {
    private func chain() throws -> TestChain {
        var chain = try TestChain()
        try chain.grow(by: 2)
        return chain
    }

    @Test("A block that the state makes is valid")
    func valid() throws {
        var chain = try TestChain()
        for height in 1...4 {
            let block = try chain.block(transactions: [Transaction([UInt8(height)])])
            #expect(block.height.rawValue == Int64(height))
            try chain.state.check(block)
            try chain.apply(block)
        }
    }

    @Test("A block with one thing wrong is refused for that", arguments: spoiltBlocks)
    func spoilt(_ spoilt: SpoiltBlock) throws {
        let chain = try chain()
        let block = try spoilt.spoil(chain, try chain.block())
        let error = #expect(throws: BlockRejection.self) { try chain.state.check(block) }
        #expect(error?.check == spoilt.check)
        #expect(error?.message.contains(spoilt.text) == true, "\(error?.message ?? "")")
    }

    @Test("Every check but those of proofs and clocks has a block that fails it")
    func allChecksAreTested() {
        let tested = Set(spoiltBlocks.map(\.check)).union([.evidenceValidity, .timeTolerance])
        #expect(Set(BlockCheck.allCases) == tested)
    }

    @Test("The first block has the genesis's time, the genesis's height and no signatures")
    func first() throws {
        let chain = try TestChain(initialHeight: 7)
        let block = try chain.block()
        #expect(block.height == 7 && block.header.time == TestChain.genesisTime)
        try chain.state.check(block)

        var late = block
        late.header.time = late.header.time.adding(Nanoseconds(1))
        #expect(
            throws: BlockRejection(
                .time,
                "block time 2023-11-14 22:13:20.000000006 +0000 UTC is not equal to genesis time "
                    + "2023-11-14 22:13:20.000000005 +0000 UTC")
        ) { try chain.state.check(late) }

        var other = block
        other.header.height = 1
        #expect(throws: BlockRejection(.height, "wrong Block.Header.Height. Expected 1 for initial block, got 7")) {
            try chain.state.check(other)
        }

        var commit = Commit.empty
        commit.signatures = [.absent]
        #expect(throws: BlockRejection(.lastCommitSize, "initial block can't have LastCommit signatures")) {
            try chain.state.check(block.with(lastCommit: commit))
        }
    }

    @Test("A last commit that was verified elsewhere is not verified again, but counts for the time")
    func withoutSignatures() throws {
        let chain = try chain()
        let block = try chain.block()
        var commit = try #require(block.lastCommit)
        let place = commit.signatures[0]
        commit.signatures[0] = CommitSig(
            flag: .commit, validatorAddress: place.validatorAddress, timestamp: place.timestamp,
            signature: Signature([UInt8](repeating: 1, count: 64)))
        let unsigned = block.with(lastCommit: commit)
        try chain.state.check(unsigned, verifiesLastCommit: false)
        #expect(throws: BlockRejection.self) { try chain.state.check(unsigned) }
    }

    @Test("The signatures of the last commit can be verified apart")
    func apart() throws {
        let chain = try chain()
        let verification = try #require(try chain.state.lastCommitVerification(of: try chain.block()))
        #expect(verification.checks.count == 4)
        #expect(throws: CommitVerificationError.self) { try verification.finish { $0.index != 3 } }
        try verification.finish()
        let first = try TestChain()
        #expect(try first.state.lastCommitVerification(of: try first.block()) == nil)
    }

    @Test("Votes for nil and absent ones are part of a valid last commit, and nil votes count for the time")
    func nilVotes() throws {
        var chain = try TestChain()
        try chain.apply(try chain.block(), flags: [0: .nil])
        let block = try chain.block()
        // Of the times 1 s, 2 s, 3 s and 4 s after the block, the second is the median.
        #expect(block.header.time == TestChain.genesisTime.adding(.seconds(2)))
        try chain.state.check(block)
        try chain.apply(block, flags: [1: .absent])
        try chain.state.check(try chain.block())
    }

    @Test("On a crash chain two of three equal validators are enough, on others not")
    func crashQuorum() throws {
        for model in FaultModel.allCases {
            var chain = try TestChain(
                powers: [1, 1, 1], parameters: ConsensusParameters(faultModel: model))
            try chain.apply(try chain.block(), flags: [0: .nil])
            let block = try chain.block()
            if model == .crash {
                // The nil vote, the earliest, does not count for the time.
                #expect(block.header.time == TestChain.genesisTime.adding(.seconds(2)))
                try chain.state.check(block)
            } else {
                let error = #expect(throws: BlockRejection.self) { try chain.state.check(block) }
                #expect(error?.check == .lastCommitPower)
            }
        }
    }

    @Test("A block from beyond the tolerance is not prevoted; without a tolerance all are")
    func tolerance() throws {
        let now = TestChain.genesisTime
        let limit = now.adding(.seconds(60))
        try ChainState.checkTimeTolerance(of: limit.adding(Nanoseconds(-1)), now: now, tolerance: .seconds(60))
        let error = #expect(throws: BlockRejection.self) {
            try ChainState.checkTimeTolerance(of: limit, now: now, tolerance: .seconds(60))
        }
        #expect(error?.check == .timeTolerance)
        #expect(
            error?.message
                == "block time 2023-11-14 22:14:20.000000005 +0000 UTC is too far in the future "
                + "(wall clock 2023-11-14 22:13:20.000000005 +0000 UTC + tolerance 1m0s)")
        try ChainState.checkTimeTolerance(of: .latest, now: now, tolerance: .zero)
    }
}
