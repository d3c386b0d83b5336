import Chain
import Consensus
import Cryptography
import Testing
import Wire

/// Mistakes that were found once.
@Suite("Regressions")
struct RegressionTests {
    private func bystander() throws -> Scene {
        let cast = try Cast(4)
        let proposers = try [cast.proposer(0), cast.proposer(1)]
        return try Scene(own: try #require((0..<4).first { !proposers.contains($0) }))
    }

    @Test("An earlier timeout never takes the place of a later one, which is then the only way out of the round")
    func timerIsKept() throws {
        var scene = try bystander()
        let block = try scene.cast.block("a")
        try scene.start()
        // A quorum precommitted in round 1, for nothing in particular; then the prevotes arrive.
        try scene.votes(Array(scene.others.prefix(2)), .precommit, .none, 1)
        try scene.votes(Array(scene.others.suffix(1)), .precommit, block.id, 1)
        #expect(scene.lastTimeout == Timeout(height: 1, round: 1, step: .precommitWait))
        try scene.timeout(.propose, 1)
        try scene.votes(Array(scene.others.prefix(2)), .prevote, .none, 1)
        try scene.votes(Array(scene.others.suffix(1)), .prevote, block.id, 1)
        #expect(scene.lastTimeout == Timeout(height: 1, round: 1, step: .precommitWait))
        try scene.timeout(.precommitWait, 1)
        #expect(scene.round == 2)
    }

    @Test("A block that was not acceptable in one round is looked at again in the next")
    func verdictsAreNotForEver() throws {
        var scene = try bystander()
        let block = try scene.cast.block("a")
        let hash = try #require(block.block.hash)
        scene.verdicts[hash] = .unacceptable
        try scene.start()
        try scene.propose(block, round: 0)
        #expect(scene.own(.prevote)[0] == BlockID.none)
        try scene.votes(scene.others, .precommit, .none, 0)
        try scene.timeout(.precommitWait, 0)
        scene.verdicts[hash] = .accepted
        try scene.propose(block, round: 1)
        #expect(scene.own(.prevote)[1] == block.id)
    }

    @Test("A block decided in other parts than ours is fetched in those parts")
    func otherParts() throws {
        var scene = try bystander()
        let ours = try scene.cast.block("a")
        let parts = PartSet(splitting: ours.block.protobuf, partSize: ChainLimits.partBytes / 2)
        let bytes = ours.block.protobuf
        let other = BlockID(
            hash: ours.block.hash,
            partSetHeader: PartSetHeader(total: 1, hash: MerkleTree.root(of: [bytes + [0]])))
        #expect(parts.header == ours.parts.header)
        try scene.start()
        try scene.propose(ours, round: 0)
        try scene.votes(scene.others, .precommit, other, 0)
        #expect(scene.step == .commit)
        #expect(scene.decided == nil)
        #expect(scene.machine.state?.proposalParts?.header == other.partSetHeader)
    }

    @Test("The prevote is given too when the precommit is due at the same time")
    func bothVotes() throws {
        var scene = try bystander()
        let block = try scene.cast.block("a")
        scene.judgesAtOnce = false
        try scene.start()
        try scene.votes(scene.others, .prevote, block.id, 0)
        try scene.propose(block, round: 0)
        #expect(scene.signedVotes.isEmpty)
        try scene.tell(scene.judgement(of: block))
        #expect(scene.own(.prevote)[0] == block.id)
        #expect(scene.own(.precommit)[0] == block.id)
        #expect(scene.signedVotes.map(\.type) == [.prevote, .precommit])
    }

    @Test("Whatever somebody else has voted with our key, our step goes on", arguments: [true, false])
    func otherVoteWithOurKey(isTheSame: Bool) throws {
        var scene = try bystander()
        let block = try scene.cast.block("a")
        let theirs = isTheSame ? BlockID.none : block.id
        try scene.start()
        try scene.tell(
            .vote(
                try scene.cast.vote(scene.own, .prevote, theirs, round: 0),
                from: NodeID(.ed25519(scene.cast.keys[scene.own].publicKey))))
        try scene.votes(Array(scene.others.prefix(2)), .prevote, block.id, 0)
        #expect(scene.step == .propose)
        scene.now = Instant(wall: scene.now.wall.adding(nanoseconds: 1_000_000), monotonic: scene.now.monotonic)
        try scene.timeout(.propose, 0)
        #expect(scene.own(.prevote)[0] == BlockID.none)
        #expect(scene.equivocations.count == (isTheSame ? 0 : 1))
        #expect(scene.step == .prevoteWait)
        #expect(scene.lastTimeout == Timeout(height: 1, round: 0, step: .prevoteWait))
    }
}
