import Chain
import Consensus
import Cryptography
import PeerMessages
import Testing

@Suite("Gossip with a peer")
struct PeerRoundStateTests {
    private func peer(_ height: Height, _ round: Round, _ step: PeerMessages.RoundStep = .propose) -> PeerRoundState {
        var peer = PeerRoundState()
        _ = peer.apply(announcement(height, round, step))
        return peer
    }

    private func announcement(
        _ height: Height, _ round: Round, _ step: PeerMessages.RoundStep, lastCommitRound: Round = 0
    ) -> NewRoundStep {
        NewRoundStep(
            height: height, round: round, step: step, secondsSinceStartTime: 0,
            lastCommitRound: height == 1 ? .none : lastCommitRound)
    }

    /// A machine in round 0 of height 1 that has the proposal, its parts, and every prevote.
    private func scene() throws -> Scene {
        var scene = try Scene(4, own: 1)
        try scene.start()
        let proposer = try scene.cast.proposer(0)
        let block = try scene.cast.block("a")
        if proposer != 1 { try scene.propose(block, round: 0) }
        let id = try #require(scene.machine.state?.proposalBlock?.id)
        try scene.votes(scene.others, .prevote, id, 0)
        return scene
    }

    @Test("The proposal comes before its parts, each part once")
    func data() throws {
        let state = try #require(try scene().machine.state)
        var peer = peer(1, 0)
        guard case .proposal? = peer.nextData(of: state, at: 1, partsFrom: 0).first,
            case .blockPart? = peer.nextData(of: state, at: 1, partsFrom: 0).first
        else {
            Issue.record("no proposal, or no part behind it")
            return
        }
        #expect(peer.nextData(of: state, at: 1, partsFrom: 0).isEmpty)
        peer.forgetSent()
        #expect(peer.nextData(of: state, at: 1, partsFrom: 0).count == 1)
    }

    @Test(
        "Of two proposals the peer has the one that it sends, whatever it was sent, and collects no other block's parts"
    )
    func twoProposals() throws {
        let scene = try scene()
        let state = try #require(scene.machine.state)
        let ours = try #require(state.proposal)
        var peer = peer(1, 0)
        _ = peer.nextData(of: state, at: 1, partsFrom: 0)
        #expect(peer.partSetHeader == ours.blockID.partSetHeader)
        let header = PartSetHeader(total: 1, hash: SHA256.hash([1]))
        var other = ours
        other.blockID = BlockID(hash: SHA256.hash([2]), partSetHeader: header)
        peer.apply(other)
        #expect(peer.partSetHeader == header && peer.hasProposal)
        #expect(peer.nextData(of: state, at: 1, partsFrom: 0).isEmpty)
        // What it told once stands.
        peer.apply(ours)
        #expect(peer.partSetHeader == header)
    }

    @Test("A vote that was sent is known to be, until it counts as lost; one that the peer told of was not sent")
    func sentVotes() throws {
        let state = try #require(try scene().machine.state)
        var peer = peer(1, 0)
        func hasVote(_ vote: Vote) -> HasVote {
            HasVote(height: vote.height, round: vote.round, type: vote.type, index: vote.validatorIndex)
        }
        let told = try #require(state.votes.prevotes(0)?.vote(at: 2))
        peer.apply(hasVote(told))
        let next = peer.nextVote(of: state, at: 1)
        let sent = try #require(next)
        #expect(peer.wasSent(hasVote(sent)))
        #expect(!peer.wasSent(hasVote(told)))
        peer.forgetSent()
        #expect(!peer.wasSent(hasVote(sent)))
    }

    @Test("Parts without a proposal go only to a peer that named their header")
    func validBlock() throws {
        let state = try #require(try scene().machine.state)
        let header = try #require(state.proposalParts?.header)
        var peer = peer(1, 2)
        #expect(peer.nextData(of: state, at: 1, partsFrom: 0).isEmpty)
        peer.apply(
            NewValidBlock(
                height: 1, round: 0, blockPartSetHeader: header, blockParts: BitArray(count: Int(header.total)),
                isCommit: true))
        guard case .blockPart? = peer.nextData(of: state, at: 1, partsFrom: 0).first else {
            Issue.record("no part")
            return
        }
    }

    @Test("A peer that waits for a decided block gets again what it says it lacks")
    func repeatedValidBlock() throws {
        let state = try #require(try scene().machine.state)
        let header = try #require(state.proposalParts?.header)
        var peer = peer(1, 0)
        for _ in 0..<2 { _ = peer.nextData(of: state, at: 1, partsFrom: 0) }
        #expect(peer.nextData(of: state, at: 1, partsFrom: 0).isEmpty)
        peer.apply(
            NewValidBlock(
                height: 1, round: 0, blockPartSetHeader: header, blockParts: BitArray(count: Int(header.total)),
                isCommit: true))
        #expect(peer.nextData(of: state, at: 1, partsFrom: 0).count == 1)
    }

    @Test("Votes go to a peer of our height, not those it has or sent")
    func votes() throws {
        let state = try #require(try scene().machine.state)
        let sent = try #require(state.votes.prevotes(0)?.vote(at: 3))
        var peer = peer(1, 0)
        peer.apply(HasVote(height: 1, round: 0, type: .prevote, index: 2))
        peer.apply(sent)
        var given: [Vote] = []
        while let vote = peer.nextVote(of: state, at: 1) { given.append(vote) }
        #expect(given.filter { $0.type == .prevote }.map(\.validatorIndex) == [0, 1])
        var ahead = self.peer(2, 0)
        let nothing = ahead.nextVote(of: state, at: 1)
        #expect(nothing == nil)
    }

    @Test("Prevotes of the round a proposal refers to are sent, however old that is")
    func proofOfLock() throws {
        var scene = try scene()
        let block = try #require(scene.machine.state?.proposalBlock)
        try scene.timeout(.precommitWait, 0)
        for round in 1...3 { try scene.votes(scene.others, .precommit, .none, Round(Int32(round) - 1)) }
        let round = try #require(scene.round)
        try #require(round > 0)
        if try scene.cast.proposer(round) != 1 { try scene.propose(block, round: round, polRound: 0) }
        let state = try #require(scene.machine.state)
        try #require(state.proposal?.polRound == 0)
        var peer = peer(1, round)
        let messages = peer.nextData(of: state, at: 1, partsFrom: 0)
        guard messages.count == 2, case .proposalPOL(let pol) = messages[1] else {
            Issue.record("\(messages)")
            return
        }
        #expect(pol.proposalPOL.setCount >= 3)
        #expect(peer.nextVote(of: state, at: 1)?.round == 0)
    }

    @Test("A peer deciding a stored block gets the precommits, and the parts once it named the header")
    func catchUp() throws {
        let cast = try Cast(4)
        let block = try cast.block("a")
        let signatures = try (0..<3).map { index in
            let vote = try cast.vote(index, .precommit, block.id, round: 1).vote
            return ExtendedCommitSig(
                commitSig: CommitSig(
                    flag: .commit, validatorAddress: vote.validatorAddress, timestamp: vote.timestamp,
                    signature: vote.signature))
        }
        let absent = ExtendedCommitSig(commitSig: .absent)
        let stored = StoredBlock(
            block,
            commit: ExtendedCommit(height: 1, round: 1, blockID: block.id, signatures: signatures + [absent]))
        var peer = peer(1, 0)
        var given: [Int32] = []
        while let vote = peer.nextVote(of: stored) { given.append(vote.validatorIndex) }
        #expect(given == [0, 1, 2])
        #expect(peer.nextData(of: stored, partsFrom: 0) == nil)
        peer.suppose(stored)
        #expect(peer.nextData(of: stored, partsFrom: 0) != nil)
        #expect(peer.nextData(of: stored, partsFrom: 0) == nil)
    }

    @Test("What is not later than the last announcement is passed over")
    func order() {
        var peer = peer(3, 1, .prevote)
        let answers = [announcement(3, 1, .propose), announcement(2, 9, .commit), announcement(3, 2, .newRound)].map {
            peer.apply($0)
        }
        #expect(answers == [false, false, true])
        #expect(peer.round == 2)
    }

    @Test("The answer to a claim corrects what was thought of the peer's votes")
    func bits() throws {
        let state = try #require(try scene().machine.state)
        let id = try #require(state.proposalBlock?.id)
        var peer = peer(1, 0)
        while peer.nextVote(of: state, at: 1) != nil {}
        let claims = peer.claims(of: state, at: 1)
        #expect(claims.first == VoteSetMaj23(height: 1, round: 0, type: .prevote, blockID: id))
        peer.apply(
            VoteSetBits(height: 1, round: 0, type: .prevote, blockID: id, votes: BitArray(count: 4) { $0 == 1 }),
            ours: state.votes.prevotes(0)?.bitArray(for: id))
        var given: [Int32] = []
        while let vote = peer.nextVote(of: state, at: 1) { given.append(vote.validatorIndex) }
        #expect(given == [0, 2, 3])
    }

    @Test("A vote that the peer gets from another is sent it after two turns, unless it says that it has it")
    func withheldVotes() throws {
        let state = try #require(try scene().machine.state)
        let id = try #require(state.votes.prevotes(0)).id
        var peer = peer(1, 0)
        for index: Int32 in [0, 2, 3] { peer.withheld.noteVote(index, in: id) }
        var given: [Int32] = []
        func take() {
            while let vote = peer.nextVote(of: state, at: 1) {
                if vote.type == .prevote { given.append(vote.validatorIndex) }
            }
        }
        take()
        #expect(given == [1])
        peer.turnWithheld()
        take()
        #expect(given == [1] && !peer.withheld.isEmpty)
        peer.apply(HasVote(height: 1, round: 0, type: .prevote, index: 2))
        peer.turnWithheld()
        take()
        #expect(given == [1, 0, 3] && peer.withheld.isEmpty)
    }

    @Test("A vote was sent in vain when the peer says that it has it")
    func vain() throws {
        let state = try #require(try scene().machine.state)
        var peer = peer(1, 0)
        let next = peer.nextVote(of: state, at: 1)
        let sent = try #require(next)
        let hasVote = HasVote(height: 1, round: 0, type: .prevote, index: sent.validatorIndex)
        let other = HasVote(height: 1, round: 0, type: .prevote, index: sent.validatorIndex + 1)
        #expect(peer.wasSentInVain(hasVote) && !peer.wasSentInVain(other))
        peer.apply(hasVote)
        #expect(!peer.wasSentInVain(hasVote))
    }

    @Test("A proposal and parts that the peer gets from another wait two turns, and longer when it went on with them")
    func withheldBlock() throws {
        let state = try #require(try scene().machine.state)
        let header = try #require(state.proposalParts?.header)
        for goesOn in [false, true] {
            var peer = peer(1, 0)
            func next() -> [ConsensusMessage] { peer.nextData(of: state, at: 1, partsFrom: 0) }
            peer.withheld.noteProposal(height: 1, round: 0)
            peer.withheld.notePart(0, of: header)
            #expect(next().isEmpty)
            if goesOn { _ = peer.apply(announcement(1, 0, .prevote)) }
            peer.turnWithheld()
            #expect(next().isEmpty)
            peer.turnWithheld()
            #expect(peer.withheld.isEmpty)
            #expect(next().isEmpty == goesOn)
            if !goesOn { continue }
            // It went on because its time was over, and says what it lacks.
            peer.apply(
                NewValidBlock(
                    height: 1, round: 0, blockPartSetHeader: header,
                    blockParts: BitArray(count: Int(header.total)), isCommit: false))
            guard case .proposal? = next().first, case .blockPart? = next().first else {
                Issue.record("no proposal, or no part behind it")
                return
            }
        }
    }

    @Test("What is held back is forgotten when the peer makes no progress, and its block when it leaves the round")
    func progress() throws {
        let state = try #require(try scene().machine.state)
        var stuck = peer(1, 0)
        stuck.withheld.noteProposal(height: 1, round: 0)
        stuck.forgetSent()
        #expect(!stuck.nextData(of: state, at: 1, partsFrom: 0).isEmpty)
        var moving = peer(1, 0)
        let header = try #require(state.proposalParts?.header)
        moving.withheld.notePart(0, of: header)
        _ = moving.apply(announcement(1, 1, .propose))
        moving.apply(
            NewValidBlock(
                height: 1, round: 1, blockPartSetHeader: header, blockParts: BitArray(count: Int(header.total)),
                isCommit: true))
        #expect(moving.nextData(of: state, at: 1, partsFrom: 0).count == 1)
    }
}
