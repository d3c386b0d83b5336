import Chain
import Consensus
import Cryptography
import PeerMessages
import Testing

@Suite("A peer that goes on to the next height")
struct ExpectedPeerTests {
    private let stored: StoredBlock

    init() throws {
        let cast = try Cast(4)
        let block = try cast.block("a")
        let signatures = try (0..<3).map { index in
            let vote = try cast.vote(index, .precommit, block.id, round: 0).vote
            return ExtendedCommitSig(
                commitSig: CommitSig(
                    flag: .commit, validatorAddress: vote.validatorAddress, timestamp: vote.timestamp,
                    signature: vote.signature))
        }
        stored = StoredBlock(
            block,
            commit: ExtendedCommit(
                height: 1, round: 0, blockID: block.id,
                signatures: signatures + [ExtendedCommitSig(commitSig: .absent)]))
    }

    private func step(_ height: Height, _ round: Round, _ step: PeerMessages.RoundStep) -> NewRoundStep {
        NewRoundStep(
            height: height, round: round, step: step, secondsSinceStartTime: 0,
            lastCommitRound: height == 1 ? .none : 0)
    }

    /// A peer that decides height 1 and has been sent what there is.
    private func peer(votes: Int = 3, parts: Bool = true) -> PeerRoundState {
        var peer = PeerRoundState()
        _ = peer.apply(step(1, 0, .precommit))
        peer.suppose(stored)
        for _ in 0..<votes { _ = peer.nextVote(of: stored) }
        if parts { while peer.nextData(of: stored, partsFrom: 0) != nil {} }
        return peer
    }

    @Test("It is expected there once it has, or was sent, every part and every precommit, and not before")
    func expectation() {
        var (lacksVote, lacksParts, has) = (peer(votes: 2), peer(parts: false), peer())
        let early = [lacksVote.expectNext(after: stored), lacksParts.expectNext(after: stored)]
        #expect(early == [false, false] && lacksVote.height == 1 && lacksParts.height == 1)
        let isExpected = has.expectNext(after: stored)
        #expect(isExpected)
        #expect(has.height == 2 && has.round == 0 && has.step == .newHeight && has.lastCommitRound == 0)
        #expect(has.isExpected && has.toldHeight == 1)
        // Only one height ahead of what it told.
        let isExpectedTwice = has.expectNext(after: stored)
        #expect(!isExpectedTwice)
    }

    @Test("What it gets from others counts too")
    func relayed() {
        let header = stored.parts.header
        let id = VoteSetID(height: 1, round: 0, type: .precommit)
        var peer = PeerRoundState()
        _ = peer.apply(step(1, 0, .propose))
        for index in 0..<3 { peer.withheld.noteVote(Int32(index), in: id) }
        let before = peer.expectNext(after: stored)
        for index in 0..<header.total { peer.withheld.notePart(index, of: header) }
        let after = peer.expectNext(after: stored)
        #expect(!before && after)
    }

    @Test("When it tells that it is there, nothing is forgotten of what it was sent")
    func confirmation() {
        var peer = peer()
        _ = peer.expectNext(after: stored)
        let vote = HasVote(height: 2, round: 0, type: .prevote, index: 1)
        peer.apply(vote)
        let answers = [step(2, 0, .newHeight), step(2, 0, .newHeight), step(2, 0, .prevote)].map { peer.apply($0) }
        #expect(answers == [true, false, true])
        #expect(!peer.isExpected && peer.toldHeight == 2 && peer.step == .prevote)
        #expect(peer.votes[VoteSetID(height: 2, round: 0, type: .prevote)]?.contains(1) == true)
    }

    @Test("What it tells of the height before leaves the expectation, and counts as progress once")
    func behind() {
        var peer = peer()
        _ = peer.expectNext(after: stored)
        let answers = [step(1, 0, .commit), step(1, 0, .commit), step(1, 0, .propose)].map { peer.apply($0) }
        #expect(answers == [true, false, false])
        #expect(peer.height == 2 && peer.isExpected)
    }

    @Test("Where it turns out to wait for parts, or makes no progress, it is where it told, and is sent all again")
    func disappointment() throws {
        let header = stored.parts.header
        for tells in [true, false] {
            var peer = peer()
            _ = peer.expectNext(after: stored)
            _ = peer.apply(step(1, 0, .commit))
            if tells {
                peer.apply(
                    NewValidBlock(
                        height: 1, round: 0, blockPartSetHeader: header,
                        blockParts: BitArray(count: Int(header.total)), isCommit: true))
            } else {
                peer.forgetSent()
                peer.suppose(stored)
                let vote = peer.nextVote(of: stored)
                #expect(vote?.validatorIndex == 0)
            }
            #expect(!peer.isExpected && peer.height == 1 && peer.step == .commit)
            let part = peer.nextData(of: stored, partsFrom: 0)
            #expect(part != nil)
        }
    }

    @Test("It may be further on than expected")
    func further() {
        var peer = peer()
        _ = peer.expectNext(after: stored)
        peer.apply(HasVote(height: 2, round: 0, type: .prevote, index: 1))
        let moves = peer.apply(step(2, 1, .propose))
        #expect(moves && !peer.isExpected && peer.round == 1)
        let goesOn = peer.apply(step(3, 0, .newHeight))
        #expect(goesOn && peer.height == 3)
    }
}
