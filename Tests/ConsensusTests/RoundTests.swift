import Chain
import Consensus
import Cryptography
import Testing

@Suite("Rounds")
struct RoundTests {
    @Test("A lone validator proposes, votes and decides by itself")
    func alone() throws {
        var scene = try Scene(1)
        try scene.start()
        #expect(scene.decided?.id == scene.ownBlock.id)
        #expect(scene.own(.prevote)[0] == scene.ownBlock.id)
        #expect(scene.own(.precommit)[0] == scene.ownBlock.id)
        #expect(scene.commit?.signatures.count == 1)
        #expect(scene.signedProposals.count == 1)
    }

    @Test("The proposed block is prevoted, locked, precommitted and decided")
    func ordinaryRound() throws {
        var scene = try Scene(own: (try Cast(4).proposer(0) + 1) % 4)
        let block = try scene.cast.block("a")
        try scene.start()
        #expect(scene.step == .propose)
        try scene.propose(block, round: 0)
        #expect(scene.own(.prevote)[0] == block.id)
        try scene.votes(Array(scene.others.prefix(1)), .prevote, block.id, 0)
        #expect(scene.own(.precommit)[0] == nil)
        try scene.votes(Array(scene.others.dropFirst().prefix(1)), .prevote, block.id, 0)
        #expect(scene.own(.precommit)[0] == block.id)
        #expect(scene.lockedRound == 0)
        #expect(scene.validRound == 0)
        try scene.votes(scene.others, .precommit, block.id, 0)
        #expect(scene.decided?.id == block.id)
        #expect(scene.commit?.blockID == block.id)
    }

    @Test("Without a proposal in time, nil is prevoted, and after a quorum for nil precommitted")
    func noProposal() throws {
        var scene = try Scene(own: (try Cast(4).proposer(0) + 1) % 4)
        try scene.start()
        try scene.timeout(.propose, 0)
        #expect(scene.own(.prevote)[0] == BlockID.none)
        try scene.votes(scene.others, .prevote, .none, 0)
        #expect(scene.own(.precommit)[0] == BlockID.none)
        try scene.votes(scene.others, .precommit, .none, 0)
        #expect(scene.lastTimeout == Timeout(height: 1, round: 0, step: .precommitWait))
        try scene.timeout(.precommitWait, 0)
        #expect(scene.round == 1)
    }

    @Test("A quorum of different prevotes starts the wait for more, and then nil is precommitted")
    func splitPrevotes() throws {
        var scene = try Scene(own: (try Cast(4).proposer(0) + 1) % 4)
        let block = try scene.cast.block("a")
        try scene.start()
        try scene.propose(block, round: 0)
        try scene.votes(scene.others, .prevote, .none, 0)
        // Three for nil are a quorum for nil; so make it two and two.
        #expect(scene.own(.precommit)[0] == BlockID.none)

        var split = try Scene(own: (try Cast(4).proposer(0) + 1) % 4)
        try split.start()
        try split.propose(block, round: 0)
        try split.votes(Array(split.others.prefix(2)), .prevote, .none, 0)
        #expect(split.step == .prevoteWait)
        #expect(split.own(.precommit)[0] == nil)
        try split.timeout(.prevoteWait, 0)
        #expect(split.own(.precommit)[0] == BlockID.none)
        #expect(split.lockedRound == Round.none)
    }

    @Test("A quorum voting in a higher round is followed there", arguments: [SignedMessageType.prevote, .precommit])
    func roundSkip(type: SignedMessageType) throws {
        var scene = try Scene(own: (try Cast(4).proposer(0) + 1) % 4)
        let block = try scene.cast.block("a")
        try scene.start()
        try scene.votes(Array(scene.others.prefix(2)), type, .none, 1)
        #expect(scene.round == 0)
        try scene.votes(Array(scene.others.suffix(1)), type, block.id, 1)
        #expect(scene.round == 1)
    }

    @Test("A timeout of an earlier step, round or height is passed over")
    func staleTimeouts() throws {
        var scene = try Scene(own: (try Cast(4).proposer(0) + 1) % 4)
        try scene.start()
        try scene.timeout(.propose, 0)
        try scene.timeout(.propose, 0)
        try scene.timeout(.propose, 0, height: 2)
        #expect(scene.signedVotes.count == 1)
        try scene.votes(scene.others, .prevote, .none, 1)
        try scene.timeout(.prevoteWait, 0)
        #expect(scene.own(.precommit)[0] == nil)
    }

    @Test("A decided block that is missing is fetched by its parts' header")
    func commitBeforeBlock() throws {
        var scene = try Scene(own: (try Cast(4).proposer(0) + 1) % 4)
        let block = try scene.cast.block("a")
        try scene.start()
        try scene.votes(scene.others, .precommit, block.id, 0)
        #expect(scene.step == .commit)
        #expect(scene.decided == nil)
        // Whatever the others do in the meantime, the height is decided.
        try scene.votes(scene.others, .prevote, .none, 1)
        #expect(scene.step == .commit)
        try scene.give(block, round: 0)
        #expect(scene.decided?.id == block.id)
    }

    @Test("A block that breaks the chain's rules, or that the application rejects, is not prevoted")
    func badBlocks() throws {
        for verdict in [BlockVerdict.invalid("time"), .unacceptable] {
            var scene = try Scene(own: (try Cast(4).proposer(0) + 1) % 4)
            let block = try scene.cast.block("a")
            scene.verdicts[try #require(block.block.hash)] = verdict
            try scene.start()
            try scene.propose(block, round: 0)
            #expect(scene.own(.prevote)[0] == BlockID.none)
        }
    }

    @Test("A prevote waits for the block to be judged, and is given when it is")
    func lateJudgement() throws {
        var scene = try Scene(own: (try Cast(4).proposer(0) + 1) % 4)
        let block = try scene.cast.block("a")
        scene.judgesAtOnce = false
        try scene.start()
        try scene.propose(block, round: 0)
        #expect(scene.step == .prevote)
        #expect(scene.signedVotes.isEmpty)
        try scene.votes(scene.others, .prevote, block.id, 0)
        // A polka does not replace our own look at the block.
        #expect(scene.signedVotes.isEmpty)
        #expect(scene.lockedRound == Round.none)
        try scene.tell(scene.judgement(of: block))
        #expect(scene.own(.precommit)[0] == block.id)
        #expect(scene.lockedRound == 0)
    }

    @Test("Precommits carry the application's extension where the chain asks for it")
    func extensions() throws {
        var scene = try Scene(1)
        try scene.start(scene.cast.context(extensions: true))
        #expect(scene.signedVotes.last?.extension == [1, 2, 3])
        #expect(scene.commit?.signatures.first?.extension == [1, 2, 3])
        #expect(scene.decided != nil)
    }

    @Test("A vote is a millisecond later than its block, whatever the clock says")
    func voteTime() throws {
        var scene = try Scene(own: (try Cast(4).proposer(0) + 1) % 4)
        let future = scene.now.wall.adding(nanoseconds: 5_000_000_000)
        let block = try scene.cast.block("a", time: future)
        try scene.start()
        try scene.propose(block, round: 0)
        #expect(scene.signedVotes.last?.timestamp == future.adding(nanoseconds: 1_000_000))
    }

    @Test("A proposal by anyone but the round's proposer is refused")
    func wrongProposer() throws {
        let proposer = try Cast(4).proposer(0)
        var scene = try Scene(own: (proposer + 1) % 4)
        let block = try scene.cast.block("a")
        let peer = NodeID(.ed25519(scene.cast.keys[0].publicKey))
        try scene.start()
        try scene.tell(.proposal(try scene.cast.proposal(block, round: 0, by: (proposer + 2) % 4), from: peer))
        #expect(scene.refusals == [.notTheProposer])
        #expect(scene.machine.state?.proposal == nil)
        try scene.tell(.proposal(try scene.cast.proposal(block, round: 0, polRound: 0), from: peer))
        #expect(scene.refusals.last == .proofOfLockRound)
    }

    @Test("Without empty blocks, a height waits for a transaction once its first block is made")
    func waitingForTransactions() throws {
        var scene = try Scene(1) { $0.createsEmptyBlocks = false }
        try scene.start(scene.cast.context(needsProofBlock: false))
        #expect(scene.step == .newRound)
        #expect(scene.decided == nil)
        try scene.tell(.transactionsAvailable(height: 1))
        #expect(scene.decided != nil)
    }

    @Test("With an interval, an empty block is made when it is over")
    func emptyBlockInterval() throws {
        var scene = try Scene(1) { $0.emptyBlocksInterval = Nanoseconds(milliseconds: 100) }
        try scene.start(scene.cast.context(needsProofBlock: false))
        #expect(scene.lastTimeout == Timeout(height: 1, round: 0, step: .newRound))
        try scene.timeout(.newRound, 0)
        #expect(scene.decided != nil)
    }
}
