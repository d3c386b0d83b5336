import Chain
import Consensus
import Testing

/// v0.38's locking rules, which differ from the paper's: the scenarios of CometBFT `consensus/state_test.go`, told anew.
@Suite("Locking")
struct LockingTests {
    /// A scene in which the machine is locked on `block` in round 0 and stands in round 1, which it does not propose.
    private func locked(on block: (Cast) throws -> AssembledBlock) throws -> (Scene, AssembledBlock) {
        let cast = try Cast(4)
        let own = try #require(
            (0..<4).first { index in
                (0..<4).allSatisfy { (try? cast.proposer(Round($0))) != index } || (try? cast.proposer(3)) == index
            })
        var scene = try Scene(own: own)
        let block = try block(scene.cast)
        try scene.start()
        try scene.propose(block, round: 0)
        try scene.votes(Array(scene.others.prefix(2)), .prevote, block.id, 0)
        #expect(scene.lockedRound == 0)
        try scene.votes(scene.others, .precommit, .none, 0)
        try scene.timeout(.precommitWait, 0)
        #expect(scene.round == 1)
        return (scene, block)
    }

    @Test("A locked validator prevotes its lock whatever is proposed")
    func prevotesLock() throws {
        var (scene, a) = try locked { try $0.block("a") }
        let b = try scene.cast.block("b")
        try scene.propose(b, round: 1)
        #expect(scene.own(.prevote)[1] == a.id)
    }

    @Test("A locked validator prevotes its lock when nothing is proposed")
    func prevotesLockWithoutProposal() throws {
        var (scene, a) = try locked { try $0.block("a") }
        try scene.timeout(.propose, 1)
        #expect(scene.own(.prevote)[1] == a.id)
    }

    @Test("A lock without a newer polka stays, and nil is precommitted")
    func noPolka() throws {
        var (scene, a) = try locked { try $0.block("a") }
        let b = try scene.cast.block("b")
        try scene.propose(b, round: 1)
        try scene.votes(Array(scene.others.prefix(2)), .prevote, b.id, 1)
        try scene.timeout(.prevoteWait, 1)
        #expect(scene.own(.precommit)[1] == BlockID.none)
        #expect(scene.lockedRound == 0)
        #expect(scene.machine.state?.lockedBlock?.id == a.id)
    }

    @Test("A polka for the locked block locks it again, in the newer round")
    func relock() throws {
        var (scene, a) = try locked { try $0.block("a") }
        try scene.propose(a, round: 1)
        try scene.votes(Array(scene.others.prefix(2)), .prevote, a.id, 1)
        #expect(scene.own(.precommit)[1] == a.id)
        #expect(scene.lockedRound == 1)
    }

    @Test("A newer polka for another block ends the lock and locks that block")
    func otherPolka() throws {
        var (scene, _) = try locked { try $0.block("a") }
        let b = try scene.cast.block("b")
        try scene.propose(b, round: 1)
        try scene.votes(scene.others, .prevote, b.id, 1)
        #expect(scene.own(.precommit)[1] == b.id)
        #expect(scene.lockedRound == 1)
        #expect(scene.machine.state?.lockedBlock?.id == b.id)
    }

    @Test("A newer polka for nil ends the lock")
    func nilPolka() throws {
        var (scene, _) = try locked { try $0.block("a") }
        try scene.timeout(.propose, 1)
        try scene.votes(scene.others, .prevote, .none, 1)
        #expect(scene.own(.precommit)[1] == BlockID.none)
        #expect(scene.lockedRound == Round.none)
        #expect(scene.machine.state?.lockedBlock == nil)
    }

    @Test("A newer polka for a block that is missing ends the lock; nil is precommitted and the block fetched")
    func polkaForUnknownBlock() throws {
        var (scene, _) = try locked { try $0.block("a") }
        let b = try scene.cast.block("b")
        try scene.timeout(.propose, 1)
        try scene.votes(scene.others, .prevote, b.id, 1)
        // The block is not here: the polka is followed once the wait for more votes is over.
        try scene.timeout(.prevoteWait, 1)
        #expect(scene.own(.precommit)[1] == BlockID.none)
        #expect(scene.lockedRound == Round.none)
        #expect(scene.machine.state?.proposalParts?.header == b.id.partSetHeader)
    }

    @Test("A polka of a round before the lock changes nothing")
    func olderPolka() throws {
        var (scene, _) = try locked { try $0.block("a") }
        let b = try scene.cast.block("b")
        try scene.propose(b, round: 1)
        try scene.votes(scene.others, .prevote, b.id, 1)
        #expect(scene.lockedRound == 1)
        try scene.votes(scene.others, .precommit, .none, 1)
        try scene.timeout(.precommitWait, 1)
        // The missing prevote of round 0 comes late and makes no polka for anything else there.
        let late = scene.others.suffix(1)
        try scene.votes(Array(late), .prevote, .none, 0)
        #expect(scene.lockedRound == 1)
        #expect(scene.machine.state?.lockedBlock?.id == b.id)
    }

    @Test("A polka of a round above ours does not unlock before we are there")
    func polkaOfFutureRound() throws {
        var (scene, a) = try locked { try $0.block("a") }
        let b = try scene.cast.block("b")
        try scene.votes(Array(scene.others.prefix(2)), .prevote, b.id, 2)
        #expect(scene.machine.state?.lockedBlock?.id == a.id)
        #expect(scene.round == 1)
        try scene.votes(Array(scene.others.suffix(1)), .prevote, b.id, 2)
        #expect(scene.round == 2)
    }

    @Test("A block with a polka is proposed again with that round, when it is our turn")
    func proposesValidBlock() throws {
        let cast = try Cast(4)
        let own = try cast.proposer(1)
        var scene = try Scene(own: own)
        let a = try scene.cast.block("a")
        try scene.start()
        try scene.propose(a, round: 0)
        try scene.votes(Array(scene.others.prefix(2)), .prevote, a.id, 0)
        try scene.votes(scene.others, .precommit, .none, 0)
        try scene.timeout(.precommitWait, 0)
        #expect(scene.signedProposals.last?.blockID == a.id)
        #expect(scene.signedProposals.last?.polRound == 0)
        #expect(scene.own(.prevote)[1] == a.id)
    }

    @Test("A proposal that names a polka waits for it")
    func waitsForProofOfLock() throws {
        let cast = try Cast(4)
        let proposers = try [cast.proposer(0), cast.proposer(1)]
        let own = try #require((0..<4).first { !proposers.contains($0) })
        var scene = try Scene(own: own)
        let a = try scene.cast.block("a")
        try scene.start()
        try scene.timeout(.propose, 0)
        try scene.votes(Array(scene.others.prefix(2)), .prevote, a.id, 0)
        try scene.timeout(.prevoteWait, 0)
        try scene.votes(scene.others, .precommit, .none, 0)
        try scene.timeout(.precommitWait, 0)
        try scene.propose(a, round: 1, polRound: 0)
        #expect(scene.own(.prevote)[1] == nil)
        try scene.votes(Array(scene.others.suffix(1)), .prevote, a.id, 0)
        #expect(scene.own(.prevote)[1] == a.id)
    }

    @Test("A polka that comes late still makes the block the one to propose next")
    func lateValidBlock() throws {
        var scene = try Scene(own: (try Cast(4).proposer(0) + 1) % 4)
        let a = try scene.cast.block("a")
        try scene.start()
        try scene.propose(a, round: 0)
        try scene.votes(Array(scene.others.prefix(1)), .prevote, a.id, 0)
        try scene.votes(Array(scene.others.suffix(1)), .prevote, .none, 0)
        try scene.timeout(.prevoteWait, 0)
        #expect(scene.own(.precommit)[0] == BlockID.none)
        #expect(scene.validRound == Round.none)
        try scene.votes([scene.others[1]], .prevote, a.id, 0)
        #expect(scene.validRound == 0)
        #expect(scene.lockedRound == Round.none)
    }
}
