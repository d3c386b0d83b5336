import Chain
import Consensus
import Cryptography
import PeerMessages
import Testing

@Suite("A peer that should precommit before it hears of the decision")
struct LaggardTests {
    private func peer(_ round: Round, _ step: PeerMessages.RoundStep) -> PeerRoundState {
        var peer = PeerRoundState()
        _ = peer.apply(
            NewRoundStep(height: 1, round: round, step: step, secondsSinceStartTime: 0, lastCommitRound: .none))
        return peer
    }

    /// A machine that has the proposal of a round, its parts and every prevote; precommits besides when `isDecided`.
    private func scene(round: Round, isDecided: Bool) throws -> Scene {
        var scene = try Scene(4, own: 1)
        try scene.start()
        for past in 0..<round.rawValue {
            try scene.votes(scene.others, .precommit, .none, Round(past))
            try scene.timeout(.precommitWait, Round(past))
        }
        if try scene.cast.proposer(round) != 1 { try scene.propose(try scene.cast.block("a"), round: round) }
        let id = try #require(scene.machine.state?.proposalBlock?.id)
        try scene.votes(scene.others, .prevote, id, round)
        if isDecided { try scene.votes(scene.others, .precommit, id, round) }
        try #require(scene.machine.state?.step == (isDecided ? .commit : .precommit))
        return scene
    }

    @Test("comes before them as long as it waits for the block, and when all is decided, until it has precommitted")
    func before() throws {
        let voting = try #require(try scene(round: 0, isDecided: false).machine.state)
        #expect(peer(0, .newHeight).comesBeforePrecommits(of: voting))
        #expect(peer(0, .propose).comesBeforePrecommits(of: voting))
        #expect(!peer(0, .prevote).comesBeforePrecommits(of: voting))
        #expect(!peer(1, .propose).comesBeforePrecommits(of: voting))
        let decided = try #require(try scene(round: 0, isDecided: true).machine.state)
        #expect(peer(0, .prevoteWait).comesBeforePrecommits(of: decided))
        #expect(!peer(0, .precommit).comesBeforePrecommits(of: decided))
    }

    @Test("comes before them only if a quorum has prevoted a block")
    func noPolka() throws {
        var scene = try Scene(4, own: 1)
        try scene.start()
        try scene.votes(scene.others, .prevote, .none, 0)
        let state = try #require(scene.machine.state)
        #expect(!peer(0, .propose).comesBeforePrecommits(of: state))
        #expect(DecidedRound(of: state, at: 1) == nil)
    }

    @Test("is given proposal, parts and prevotes of the round, each once, and no precommits")
    func given() throws {
        let state = try #require(try scene(round: 0, isDecided: true).machine.state)
        let last = try #require(DecidedRound(of: state, at: 1))
        var peer = peer(0, .propose)
        #expect(peer.comesBeforePrecommits(of: last))
        guard case .proposal? = peer.nextData(of: last, partsFrom: 0).first,
            case .blockPart? = peer.nextData(of: last, partsFrom: 0).first
        else {
            Issue.record("no proposal, or no part behind it")
            return
        }
        #expect(peer.nextData(of: last, partsFrom: 0).isEmpty)
        var votes: [Vote] = []
        while let vote = peer.nextVote(of: last) { votes.append(vote) }
        #expect(votes.count >= 3 && votes.allSatisfy { $0.type == .prevote && $0.round == 0 })
    }

    @Test("is taken to the round by its prevotes, when it is in a lower one, and given the proposal there")
    func lowerRound() throws {
        let state = try #require(try scene(round: 1, isDecided: true).machine.state)
        let last = try #require(DecidedRound(of: state, at: 1))
        var peer = peer(0, .precommit)
        #expect(peer.comesBeforePrecommits(of: last))
        #expect(peer.nextData(of: last, partsFrom: 0).isEmpty)
        var votes: [Vote] = []
        while let vote = peer.nextVote(of: last) { votes.append(vote) }
        #expect(votes.count >= 3 && votes.allSatisfy { $0.type == .prevote && $0.round == 1 })
        _ = peer.apply(
            NewRoundStep(height: 1, round: 1, step: .propose, secondsSinceStartTime: 0, lastCommitRound: .none))
        #expect(peer.nextData(of: last, partsFrom: 0).count == 1)
        let again = peer.nextVote(of: last)
        #expect(again == nil)
        #expect(!self.peer(2, .propose).comesBeforePrecommits(of: last))
    }
}
