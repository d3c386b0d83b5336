import Chain
import Consensus
import Cryptography
import PeerMessages
import Testing

/// What once stopped networks of Tendermint and CometBFT, and is no other rule's test: docs/security.md has the list.
@Suite("Consensus advisories")
struct AdvisoryTests {
    private let cast: Cast
    private let block: BlockID

    init() throws {
        cast = try Cast(4)
        block = try cast.block("a").id
    }

    private func precommits(extensions: Bool = false) -> VoteSet {
        VoteSet(
            chainID: cast.chainID, height: 1, round: 0, type: .precommit, validators: cast.validators,
            quorum: cast.validators.quorum(.byzantine), extensionsAreEnabled: extensions)
    }

    @Test("CVE-2020-15091: a commit has no vote for another block, whoever gave it")
    func foreignVoteInCommit() throws {
        var set = precommits()
        let other = try cast.block("b").id
        _ = try set.add(cast.vote(0, .precommit, other, round: 0))
        for index in 1..<4 { _ = try set.add(cast.vote(index, .precommit, block, round: 0)) }
        let commit = set.extendedCommit.commit
        #expect(commit.blockID == block)
        #expect(commit.signatures.map(\.flag) == [.absent, .commit, .commit, .commit])
        try cast.validators.verifyCommit(
            chainID: cast.chainID, blockID: block, height: 1, commit: commit, faultModel: .byzantine)
    }

    @Test(
        "ASA-2024-011: a precommit from no validator is refused, also where votes have extensions", arguments: [4, 500])
    func indexBeyondSet(index: Int32) throws {
        var set = precommits(extensions: true)
        let first = try cast.vote(0, .precommit, block, round: 0, extension: [1])
        var vote = first.vote
        vote.validatorIndex = index
        // Address and index are not signed: the signatures still hold.
        let verified = try #require(
            VerifiedVote(
                verifying: vote, chainID: cast.chainID, publicKey: cast.validators.validators[0].publicKey))
        #expect(throws: VoteRefusal.unknownIndex(index, validators: 4)) { try set.add(verified) }
        vote.validatorIndex = 1
        let misplaced = try #require(
            VerifiedVote(
                verifying: vote, chainID: cast.chainID, publicKey: cast.validators.validators[0].publicKey))
        #expect(throws: VoteRefusal.wrongValidator(index: 1)) { try set.add(misplaced) }
    }

    @Test("ISA-2025-003: that a vote of one validator was verified makes no vote of another's count")
    func otherValidatorsVerification() throws {
        var set = precommits()
        for index in 1..<4 as Range<Int32> {
            var vote = try cast.vote(0, .precommit, block, round: 0).vote
            vote.validatorIndex = index
            vote.validatorAddress = cast.validators.validators[Int(index)].address
            let key = cast.validators.validators[0].publicKey
            // Address and index are not signed, so it verifies with the key of who gave it.
            let verified = try #require(VerifiedVote(verifying: vote, chainID: cast.chainID, publicKey: key))
            #expect(throws: VoteRefusal.wrongValidator(index: index)) { try set.add(verified) }
        }
        #expect(set.votedPower == 0 && set.majority == nil)
    }

    @Test("A precommit whose extension nobody signed is not counted, however late it comes")
    func lateExtension() throws {
        var set = precommits(extensions: true)
        for index in 0..<3 { _ = try set.add(cast.vote(index, .precommit, block, round: 0, extension: [1])) }
        var vote = try cast.vote(3, .precommit, block, round: 0, extension: [1]).vote
        vote.extension = [2]
        let verified = VerifiedVote(
            verifying: vote, chainID: cast.chainID, publicKey: cast.validators.validators[3].publicKey)
        if let verified { #expect(throws: VoteRefusal.missingExtension) { try set.add(verified) } }
        #expect(set.vote(at: 3) == nil)
    }

    @Test("However many peers claim quorums for blocks that nobody votes for, a set of votes keeps 64 of them")
    func manyClaims() throws {
        var set = precommits()
        _ = try set.add(cast.vote(0, .precommit, block, round: 0))
        func claimed(_ number: UInt32) -> BlockID {
            let hash = SHA256.hash([UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)])
            return BlockID(hash: hash, partSetHeader: PartSetHeader(total: 1, hash: hash))
        }
        for number in 0..<1_000 as Range<UInt32> {
            let digits = String(number, radix: 16)
            let peer = try NodeID(String(repeating: "0", count: 40 - digits.count) + digits)
            #expect(set.noteClaim(by: peer, for: claimed(number)) == true)
        }
        let kept = (0..<1_000 as Range<UInt32>).filter { set.bitArray(for: claimed($0)) != nil }
        #expect(kept == Array(936..<1_000))
        for index in 1..<4 { _ = try set.add(cast.vote(index, .precommit, block, round: 0)) }
        #expect(set.majority == block)
    }

    @Test("A vote that is far above our round opens no more than two rounds for a peer, however many it sends")
    func farRounds() throws {
        var votes = HeightVoteSet(
            chainID: cast.chainID, height: 1, validators: cast.validators, quorum: cast.validators.quorum(.byzantine),
            extensionsAreEnabled: false)
        let peer = try NodeID(String(repeating: "ab", count: 20))
        for round in [10, 20] as [Int32] {
            #expect(votes.mayOpen(Round(round), for: peer))
            _ = try votes.add(cast.vote(0, .prevote, block, round: Round(round)), from: peer)
        }
        #expect(!votes.mayOpen(30, for: peer) && votes.mayOpen(10, for: peer) && votes.mayOpen(0, for: peer))
        let far = try cast.vote(0, .prevote, block, round: 30)
        #expect(throws: VoteRefusal.unwantedRound(30)) { try votes.add(far, from: peer) }
        #expect(votes.prevotes(30) == nil)
    }
}
