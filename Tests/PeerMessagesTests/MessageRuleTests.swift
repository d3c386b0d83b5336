import Chain
import Cryptography
import PeerMessages
import Testing
import Wire

private let hash = SHA256.hash([1])
private let blockID = BlockID(hash: hash, partSetHeader: PartSetHeader(total: 1, hash: hash))

private func newRoundStep(height: Height = 5, round: Round = 0, lastCommitRound: Round = 0) -> NewRoundStep {
    NewRoundStep(
        height: height, round: round, step: .prevote, secondsSinceStartTime: -1, lastCommitRound: lastCommitRound)
}

private func newValidBlock(height: Height = 5, round: Round = 0, total: UInt32, bits: Int) -> NewValidBlock {
    NewValidBlock(
        height: height, round: round, blockPartSetHeader: PartSetHeader(total: total, hash: hash),
        blockParts: BitArray(count: bits), isCommit: false)
}

@Suite("Rules of messages")
struct MessageRuleTests {
    @Test(
        "A message that breaks a rule is refused in CometBFT's words",
        arguments: [
            (.consensus(.newRoundStep(newRoundStep(height: -1))), "negative Height"),
            (.consensus(.newRoundStep(newRoundStep(round: -1))), "negative Round"),
            (
                .consensus(.newRoundStep(newRoundStep(lastCommitRound: -2))),
                "invalid LastCommitRound (cannot be < -1)"
            ),
            (.consensus(.newValidBlock(newValidBlock(total: 0, bits: 0))), "empty blockParts"),
            (
                .consensus(.newValidBlock(newValidBlock(total: 3, bits: 2))),
                "blockParts bit array size 2 not equal to BlockPartSetHeader.Total 3"
            ),
            (
                .consensus(.newValidBlock(newValidBlock(total: 1602, bits: 1602))),
                "blockParts bit array is too big: 1602, max: 1601"
            ),
            (
                .consensus(.proposalPOL(ProposalPOL(height: -1, proposalPOLRound: 0, proposalPOL: .empty))),
                "negative Height"
            ),
            (
                .consensus(.proposalPOL(ProposalPOL(height: 1, proposalPOLRound: -1, proposalPOL: .empty))),
                "negative ProposalPOLRound"
            ),
            (
                .consensus(.proposalPOL(ProposalPOL(height: 1, proposalPOLRound: 0, proposalPOL: .empty))),
                "empty ProposalPOL bit array"
            ),
            (
                .consensus(
                    .proposalPOL(
                        ProposalPOL(height: 1, proposalPOLRound: 0, proposalPOL: BitArray(count: 10_001)))),
                "proposalPOL bit array is too big: 10001, max: 10000"
            ),
            (.consensus(.hasVote(HasVote(height: 1, round: 0, type: .proposal, index: 0))), "invalid Type"),
            (.consensus(.hasVote(HasVote(height: 1, round: 0, type: .unknown, index: 0))), "invalid Type"),
            (.consensus(.hasVote(HasVote(height: 1, round: 0, type: .prevote, index: -1))), "negative Index"),
            (
                .consensus(.voteSetMaj23(VoteSetMaj23(height: 1, round: -1, type: .prevote, blockID: .none))),
                "negative Round"
            ),
            (
                .consensus(
                    .voteSetBits(
                        VoteSetBits(
                            height: 1, round: 0, type: .prevote, blockID: blockID, votes: BitArray(count: 10_001)))),
                "votes bit array is too big: 10001, max: 10000"
            ),
            (.blockSync(.blockRequest(-1)), "invalid height -1: negative height"),
            (.blockSync(.noBlockResponse(-7)), "invalid height -7: negative height"),
            (.blockSync(.statusResponse(StatusResponse(height: 1, base: -1))), "invalid base -1: negative base"),
            (.blockSync(.statusResponse(StatusResponse(height: -1, base: 0))), "invalid height -1: negative height"),
            (
                .blockSync(.statusResponse(StatusResponse(height: 4, base: 5))),
                "invalid height 4: base 5 cannot be greater than height"
            ),
            (
                .stateSync(
                    .snapshotsResponse(SnapshotsResponse(height: 0, format: 1, chunks: 1, hash: [1], metadata: []))),
                "height cannot be 0"
            ),
            (
                .stateSync(
                    .snapshotsResponse(SnapshotsResponse(height: 1, format: 1, chunks: 1, hash: [], metadata: []))),
                "snapshot has no hash"
            ),
            (
                .stateSync(
                    .snapshotsResponse(SnapshotsResponse(height: 1, format: 1, chunks: 0, hash: [1], metadata: []))),
                "snapshot has no chunks"
            ),
            (
                .stateSync(
                    .snapshotsResponse(
                        SnapshotsResponse(height: 1, format: 1, chunks: 100_001, hash: [1], metadata: []))),
                "amount of chunks in the snapshot exceeds the maximum allowed number of chunks: "
                    + "snapshot response chunk count: 100001, maximum chunks: 100000"
            ),
            (.stateSync(.chunkRequest(ChunkRequest(height: 0, format: 0, index: 0))), "height cannot be 0"),
            (
                .stateSync(
                    .chunkResponse(ChunkResponse(height: 1, format: 0, index: 0, chunk: nil, isMissing: false))),
                "chunk cannot be nil"
            ),
            (
                .stateSync(
                    .chunkResponse(ChunkResponse(height: 1, format: 0, index: 0, chunk: [1], isMissing: true))),
                "missing chunk cannot have contents"
            ),
        ] as [(PeerMessage, String)])
    func refused(_ message: PeerMessage, _ text: String) {
        #expect(throws: ValidationError(text)) { try message.validate(PeerMessageLimits()) }
    }

    @Test(
        "A message at the border of its rules passes",
        arguments: [
            .consensus(.newRoundStep(newRoundStep(height: 0, lastCommitRound: -1))),
            .consensus(.newValidBlock(newValidBlock(total: 1601, bits: 1601))),
            .consensus(
                .proposalPOL(ProposalPOL(height: 0, proposalPOLRound: 0, proposalPOL: BitArray(count: 10_000)))),
            // CometBFT does not look at this round.
            .consensus(
                .voteSetBits(VoteSetBits(height: 0, round: -1, type: .precommit, blockID: .none, votes: .empty))),
            .blockSync(.statusResponse(StatusResponse(height: 0, base: 0))),
            .stateSync(.snapshotsRequest), .peerExchange(.addresses([])),
        ] as [PeerMessage])
    func passes(_ message: PeerMessage) {
        #expect(throws: Never.self) { try message.validate(PeerMessageLimits()) }
    }

    @Test("Only the chain's first height has no round of a commit before it")
    func initialHeight() {
        func refusal(_ message: NewRoundStep) -> String? {
            #expect(throws: ValidationError.self) { try message.validate(initialHeight: 10) }?.message
        }
        #expect(refusal(newRoundStep(height: 9)) == "invalid Height 9 (lower than initial height 10)")
        #expect(
            refusal(newRoundStep(height: 10, lastCommitRound: 0))
                == "invalid LastCommitRound 0 (must be -1 for initial height 10)")
        #expect(
            refusal(newRoundStep(height: 11, lastCommitRound: -1))
                == "LastCommitRound can only be negative for initial height 10")
        #expect(throws: Never.self) {
            try newRoundStep(height: 10, lastCommitRound: -1).validate(initialHeight: 10)
            try newRoundStep(height: 11, lastCommitRound: 0).validate(initialHeight: 10)
        }
    }

    @Test("A part inside a block has its full size, and its place is its proof's")
    func part() throws {
        let pieces = PartSet(splitting: Array(repeating: 7, count: 70_000))
        let first = try #require(pieces[0]), last = try #require(pieces[1])
        #expect(throws: Never.self) { try BlockPart(height: 1, round: 0, part: last).validate() }
        let short = Part(index: 0, bytes: [1], proof: first.proof)
        #expect(throws: ValidationError("wrong Part: error inner part with invalid size")) {
            try BlockPart(height: 1, round: 0, part: short).validate()
        }
        let moved = Part(index: 1, bytes: last.bytes, proof: first.proof)
        #expect(throws: ValidationError("wrong Part: invalid part: part index 1 != proof index 0")) {
            try BlockPart(height: 1, round: 0, part: moved).validate()
        }
    }
}
