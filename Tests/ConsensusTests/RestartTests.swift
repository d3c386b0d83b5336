import Chain
import Consensus
import Testing

/// Validators 2 and 3 of four have forgotten what they signed at a height that all begin again in round 5.
@Suite("A height begun again together")
struct RestartTests {
    private func scene(own: Int) throws -> Scene {
        var scene = try Scene(own: own)
        let cast = scene.cast
        let loss = SharedLoss(forgetful: [2, 3].map { cast.validators.validators[$0].address }, restart: nil)
        let rule = RestartRule(
            loss, from: 5, validators: cast.validators, address: cast.validators.validators[own].address)
        #expect(rule.haveForgotten == (own >= 2) && rule.remembering == [0, 1])
        let plain = cast.context()
        try scene.begin(
            HeightContext(
                chainID: plain.chainID, height: plain.height, validators: plain.validators,
                faultModel: plain.faultModel, blockBytesMaximum: plain.blockBytesMaximum,
                extensionsAreEnabled: false, needsProofBlock: true, lastCommit: nil, restart: rule))
        try scene.timeout(.precommitWait, 4)
        #expect(scene.round == 5 && scene.signedVotes.isEmpty)
        return scene
    }

    @Test("Who has forgotten prevotes what all who remember prevote, and only then")
    func follows() throws {
        var scene = try scene(own: 3)
        let block = try scene.cast.block("a")
        try scene.propose(block, round: 5)
        #expect(scene.signedVotes.isEmpty)
        try scene.votes([0, 2], .prevote, block.id, 5)
        #expect(scene.signedVotes.isEmpty, "one who remembers has not voted yet")
        try scene.votes([1], .prevote, block.id, 5)
        #expect(scene.own(.prevote)[5] == block.id && scene.own(.precommit)[5] == block.id)
    }

    @Test("It stays silent where they differ, or where it thinks otherwise, and goes on with them")
    func silence() throws {
        var scene = try scene(own: 3)
        let a = try scene.cast.block("a"), b = try scene.cast.block("b")
        try scene.propose(a, round: 5)
        try scene.votes([0], .prevote, a.id, 5)
        // Locked on what was decided, perhaps.
        try scene.votes([1], .prevote, b.id, 5)
        try scene.timeout(.prevoteWait, 5)
        try scene.votes([0, 1], .precommit, .none, 5)
        #expect(scene.signedVotes.isEmpty)
        try scene.timeout(.precommitWait, 5)
        #expect(scene.round == 6)
        // They prevote nothing, and so does it when no proposal comes.
        try scene.votes([0, 1], .prevote, .none, 6)
        #expect(scene.signedVotes.isEmpty)
        try scene.timeout(.propose, 6)
        #expect(scene.own(.prevote)[6] == BlockID.none)
        // It knows of no such block.
        try scene.votes([0, 1], .prevote, b.id, 7)
        #expect(scene.round == 7, "all who remember are there")
        try scene.timeout(.propose, 7)
        #expect(scene.own(.prevote)[7] == nil)
    }

    @Test("Who remembers votes as ever, and goes on when all who remember have voted")
    func goesOn() throws {
        var scene = try scene(own: 0)
        try scene.timeout(.propose, 5)
        #expect(scene.own(.prevote)[5] == BlockID.none)
        #expect(scene.own(.precommit)[5] == nil)
        try scene.votes([1], .prevote, .none, 5)
        try scene.timeout(.prevoteWait, 5)
        #expect(scene.own(.precommit)[5] == BlockID.none)
        try scene.votes([1], .precommit, .none, 5)
        try scene.timeout(.precommitWait, 5)
        #expect(scene.round == 6)
    }
}
