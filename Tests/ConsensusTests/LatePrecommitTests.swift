import Chain
import Consensus
import Cryptography
import Testing

@Suite("Decisions that come before our precommit")
struct LatePrecommitTests {
    private func scene() throws -> Scene { try Scene(own: (try Cast(4).proposer(0) + 1) % 4) }

    @Test("Precommits that come before the prevotes are joined, not answered with nil")
    func withoutPrevotes() throws {
        var scene = try scene()
        let block = try scene.cast.block("a")
        try scene.start()
        try scene.propose(block, round: 0)
        try scene.votes(scene.others, .precommit, block.id, 0)
        #expect(scene.own(.precommit)[0] == block.id)
        #expect(scene.lockedRound == 0)
        #expect(scene.decided?.id == block.id)
    }

    @Test("Precommits that come before the block are joined once it is here")
    func withoutBlock() throws {
        var scene = try scene()
        let block = try scene.cast.block("a")
        try scene.start()
        try scene.votes(scene.others, .precommit, block.id, 0)
        #expect(scene.own(.precommit).isEmpty)
        #expect(scene.step == .commit)
        try scene.give(block, round: 0)
        #expect(scene.decided?.id == block.id)
        #expect(scene.own(.precommit)[0] == block.id)
        #expect(scene.own(.prevote).isEmpty)
    }

    @Test("Precommits of a higher round are joined there, whatever was locked before")
    func higherRound() throws {
        var scene = try scene()
        let locked = try scene.cast.block("a"), other = try scene.cast.block("b")
        try scene.start()
        try scene.propose(locked, round: 0)
        try scene.votes(scene.others, .prevote, locked.id, 0)
        #expect(scene.own(.precommit)[0] == locked.id)
        try scene.votes(scene.others, .precommit, other.id, 2)
        #expect(scene.own(.precommit)[2] == nil)
        try scene.give(other, round: 2)
        #expect(scene.own(.precommit)[2] == other.id)
        #expect(scene.decided?.id == other.id)
    }

    @Test("While the block is being judged the precommit waits, also when the block is decided meanwhile")
    func whileJudging() throws {
        var scene = try scene()
        let block = try scene.cast.block("a")
        scene.judgesAtOnce = false
        try scene.start()
        try scene.propose(block, round: 0)
        try scene.votes(scene.others, .precommit, block.id, 0)
        #expect(scene.decided?.id == block.id)
        #expect(scene.signedVotes.isEmpty)
        #expect(scene.machine.isJudging(try #require(block.block.hash)))
        try scene.tell(scene.judgement(of: block))
        #expect(scene.own(.precommit)[0] == block.id)
        // Nobody asks for the prevote any more.
        #expect(scene.own(.prevote).isEmpty)
    }

    @Test("A decided block that breaks the chain's rules gets no precommit")
    func invalid() throws {
        var scene = try scene()
        let block = try scene.cast.block("a")
        scene.verdicts[try #require(block.block.hash)] = .invalid("time")
        try scene.start()
        try scene.votes(scene.others, .precommit, block.id, 0)
        try scene.give(block, round: 0)
        #expect(scene.own(.precommit).isEmpty)
    }

    @Test("Who has precommitted in the round, or in a later one, does not do so again")
    func once() throws {
        var scene = try scene()
        let block = try scene.cast.block("a")
        try scene.start()
        try scene.timeout(.propose, 0)
        try scene.votes(scene.others, .prevote, .none, 0)
        #expect(scene.own(.precommit)[0] == BlockID.none)
        try scene.timeout(.precommitWait, 0)
        let count = scene.signedVotes.count
        try scene.votes(scene.others, .precommit, block.id, 0)
        try scene.give(block, round: 0)
        #expect(scene.decided?.id == block.id)
        #expect(scene.signedVotes.count == count)
    }

    @Test("The application extends the vote before the block is handed on to be executed")
    func extensionFirst() throws {
        var scene = try scene()
        let block = try scene.cast.block("a")
        try scene.start(scene.cast.context(extensions: true))
        try scene.propose(block, round: 0)
        for index in scene.others.dropLast() {
            try scene.tell(.vote(try scene.cast.vote(index, .precommit, block.id, round: 0, extension: [1]), from: nil))
        }
        let last = try scene.cast.vote(scene.others[2], .precommit, block.id, round: 0, extension: [1])
        let effects = scene.machine.handle(.vote(last, from: nil), at: scene.now)
        let order = effects.compactMap { effect -> String? in
            switch effect {
            case .extendVote: "extend"
            case .decide: "decide"
            default: nil
            }
        }
        #expect(order == ["extend", "decide"])
        try scene.tell(.voteExtended([7], height: 1, round: 0))
        #expect(scene.signedVotes.last?.extension == [7])
    }

    @Test("A precommit that is signed when the next height has begun joins the commit of its own")
    func nextHeight() throws {
        var scene = try scene()
        let block = try scene.cast.block("a")
        try scene.start()
        try scene.votes(scene.others, .precommit, block.id, 0)
        try scene.give(block, round: 0)
        var commit = VoteSet(
            chainID: scene.cast.chainID, height: 1, round: 0, type: .precommit, validators: scene.cast.validators,
            quorum: scene.cast.validators.quorum(.byzantine), extensionsAreEnabled: false)
        for index in scene.others { _ = try commit.add(try scene.cast.vote(index, .precommit, block.id, round: 0)) }
        try scene.begin(scene.cast.context(height: 2, lastCommit: commit))
        #expect(scene.machine.state?.lastCommit?.isComplete == false)
        let own = try scene.cast.vote(scene.own, .precommit, block.id, round: 0)
        try scene.tell(.voteSigned(own, height: 1, round: 0, type: .precommit))
        #expect(scene.machine.state?.lastCommit?.isComplete == true)
    }
}
