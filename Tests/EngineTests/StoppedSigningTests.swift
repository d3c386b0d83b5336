import Chain
import Consensus
import Cryptography
import Engine
import Evidence
import Execution
import PeerMessages
import Testing

/// A node of a chain that bears no lies, which is a quorum alone, and a validator that lies.
private struct Scene {
    let offender: ScriptedValidator
    var node: LoneNode

    init(_ model: FaultModel = .crash, power: VotingPower = 10) throws {
        offender = try ScriptedValidator(9)
        var parameters = ConsensusParameters()
        parameters.faultModel = model
        node = try LoneNode(power: power, others: [offender.genesis(power: 3)], parameters: parameters)
        try node.start()
        try reach(2)
    }

    mutating func reach(_ height: Height) throws {
        for _ in 0..<60 where node.durableState.lastBlockHeight < height { try node.tick() }
        try #require(node.durableState.lastBlockHeight >= height)
    }

    /// Lets time pass.
    mutating func wait() throws {
        for _ in 0..<20 { try node.tick() }
    }

    func vote(_ type: SignedMessageType, height: Height, block: UInt8) throws -> Vote {
        offender.vote(
            type, ScriptedValidator.blockID(block), height: height, in: node.durableState.validators,
            at: node.now.wall)
    }

    func inputs(height: Height) throws -> [Input] {
        try [1, 2].map { .vote(try offender.verified(try vote(.prevote, height: height, block: $0)), from: nil) }
    }

    /// Evidence about height 1, as a client brings it.
    func evidence() throws -> Evidence {
        let block = try #require(node.blocks.first)
        let votes = (1...2).map {
            offender.vote(
                .prevote, ScriptedValidator.blockID($0), height: 1, in: block.state.lastValidators, at: node.now.wall)
        }
        return .duplicateVote(
            try DuplicateVoteEvidence(
                votes[0], votes[1], blockTime: block.block.block.header.time, validators: block.state.lastValidators))
    }

    func equivocation(_ height: Height) -> Equivocation {
        Equivocation(validator: offender.address, height: height)
    }
}

@Suite("Signing twice on a chain that bears no lies")
struct StoppedSigningTests {
    @Test("stops everyone who learns of it from signing, restarts included, until the operator says so")
    func stops() throws {
        var scene = try Scene()
        try scene.node.restart(having: scene.inputs(height: 3))
        let equivocation = scene.equivocation(3)
        #expect(scene.node.notices.contains(.signingStopped(equivocation)))
        let signed = scene.node.signed.count
        try scene.wait()
        try scene.node.restart()
        try scene.wait()
        #expect(scene.node.signed.count == signed)
        #expect(scene.node.durableState.lastBlockHeight == 2 && scene.node.stopped == nil)

        scene.node.resumedAfter = [equivocation.hash]
        try scene.node.restart()
        try scene.reach(6)
        // The evidence reaches a block and is no reason to stop again, nor is anything else about that height.
        #expect(scene.node.blocks.contains { !$0.block.block.evidence.isEmpty })
        #expect(scene.node.engine.equivocations.open.isEmpty)
    }

    @Test("is told by evidence as well, and kept with the next block")
    func told() throws {
        var scene = try Scene()
        try scene.node.tell(.evidenceSubmitted(try scene.evidence(), by: ClientID(1)))
        let equivocation = scene.equivocation(1)
        #expect(scene.node.notices.last == .signingStopped(equivocation))
        let signed = scene.node.signed.count
        try scene.wait()
        #expect(scene.node.signed.count == signed)
        #expect(scene.node.engine.equivocations.open == [equivocation])
    }

    @Test("is durable with the block that follows it")
    func durable() throws {
        var scene = try Scene()
        scene.node.commitsAtOnce = false
        try scene.reach(2)
        // What has been decided is followed and made durable all the same.
        try scene.node.tell(.evidenceSubmitted(try scene.evidence(), by: ClientID(1)))
        try scene.wait()
        try scene.node.finishCommits()
        let height = scene.node.durableState.lastBlockHeight
        #expect(scene.node.stopped == nil && height >= 2)
        scene.node.resumedAfter = [scene.equivocation(1).hash]
        scene.node.commitsAtOnce = true
        try scene.node.restart()
        try scene.reach(height.next.next)
        try scene.node.restart(having: scene.inputs(height: scene.node.durableState.nextHeight))
        let other = scene.equivocation(scene.node.durableState.nextHeight)
        #expect(scene.node.engine.equivocations.open == [other])
        scene.node.resumedAfter.insert(other.hash)
        try scene.node.restart()
        try scene.reach(other.height.next)
        #expect(scene.node.equivocations.contains(other) == false)
    }

    @Test("stops nobody where the chain bears it")
    func byzantine() throws {
        var scene = try Scene(.byzantine)
        try scene.node.restart(having: scene.inputs(height: 3))
        #expect(!scene.node.notices.contains { if case .signingStopped = $0 { true } else { false } })
        try scene.reach(5)
    }

    @Test("is kept track of a hundred times at most")
    func bound() {
        var register = EquivocationRegister()
        let validator = Address(truncating: SHA256.hash([1]))
        for height in 1...150 {
            let isNews = register.note(Equivocation(validator: validator, height: Height(Int64(height))))
            #expect(isNews == (height <= EquivocationRegister.openMaximum))
        }
        #expect(register.open.count == EquivocationRegister.openMaximum)
        #expect(register.takeUnsaved().count == EquivocationRegister.openMaximum)
        #expect(register.takeUnsaved().isEmpty)
    }

    @Test("has a name that tells validators and heights apart")
    func names() {
        var names: Set<Hash> = []
        for validator in 1...3 {
            for height in [1, 2, 256, 65_536] {
                names.insert(
                    Equivocation(
                        validator: Address(truncating: SHA256.hash([UInt8(validator)])), height: Height(Int64(height))
                    ).hash)
            }
        }
        #expect(names.count == 12)
    }
}

@Suite("A key without its log on a chain that bears no forgetting")
struct ListeningTests {
    @Test("signs nothing before everyone else was heard, and then from the second height above the highest")
    func listens() throws {
        let peer = try ScriptedValidator.peer()
        let other = try ScriptedValidator(9)
        var parameters = ConsensusParameters()
        parameters.faultModel = .crash
        // The other is a quorum alone.
        var node = try LoneNode(power: 1, others: [other.genesis(power: 3)], parameters: parameters)
        node.signedElsewhere = SignedStep(height: 4, round: 0, step: 3)
        try node.start()
        #expect(node.notices.contains(.listening(othersCount: 1)))
        try node.tick(20)
        try node.tell(.peerConnected(peer))

        func hear(at height: Height, from peerHeight: Height) throws {
            let step = NewRoundStep(
                height: peerHeight, round: 0, step: .propose, secondsSinceStartTime: 0,
                lastCommitRound: peerHeight == 1 ? .none : 0)
            try node.tell(.message(.consensus(.newRoundStep(step)), from: peer))
            let vote = other.vote(
                .precommit, ScriptedValidator.blockID(1), height: height, in: node.durableState.validators,
                at: node.now.wall)
            try node.tell(.voteVerified(try other.verified(vote), vote: vote, from: peer))
        }
        // A stored vote from a peer that is far ahead tells nothing about where its signer stands.
        try hear(at: 1, from: 9)
        #expect(node.engine.listening != nil)
        try node.tell(.peerDisconnected(peer))
        try node.tell(.peerConnected(peer))
        try hear(at: 6, from: 7)
        #expect(node.engine.listening == nil && node.engine.abstainsThrough == 7)
        #expect(node.notices.contains(.abstaining(through: 7)))
        #expect(node.signed.isEmpty)
    }

    @Test("abstains no longer than its sign state says where the chain bears forgetting")
    func byzantine() throws {
        let other = try ScriptedValidator(9)
        var node = try LoneNode(power: 1, others: [other.genesis(power: 3)])
        node.signedElsewhere = SignedStep(height: 4, round: 0, step: 3)
        try node.start()
        #expect(node.engine.listening == nil && node.engine.abstainsThrough == 4)
    }

    @Test("listens on every chain when the key came back from a copy, however little that says was signed")
    func restored() throws {
        let other = try ScriptedValidator(9)
        for signed in [nil, SignedStep(height: 4, round: 0, step: 3)] {
            var node = try LoneNode(power: 1, others: [other.genesis(power: 3)])
            node.signedElsewhere = signed
            node.keyIsRestored = true
            try node.start()
            #expect(node.notices.contains(.listening(othersCount: 1)))
            #expect(node.engine.listening != nil && node.engine.abstainsThrough == signed?.height ?? 0)
            try node.tick(20)
            #expect(node.signed.isEmpty)
        }
    }

    @Test("stops with a key that came back from a copy when there is nobody to hear")
    func restoredAlone() throws {
        var node = try LoneNode()
        node.keyIsRestored = true
        try node.start()
        #expect(node.stopped == .signaturesAheadOfLog(height: 1))
        #expect(node.signed.isEmpty)
    }

    @Test("takes the highest height of all, and waits for the last one")
    func all() {
        var listening = Listening()
        let others = (1...3).map { Address(truncating: SHA256.hash([UInt8($0)])) }
        listening.hear(others[0], at: 7)
        listening.hear(others[1], at: 9)
        listening.hear(others[1], at: 8)
        #expect(listening.quietThrough(others: others) == nil)
        listening.hear(others[2], at: 5)
        #expect(listening.quietThrough(others: others) == 10)
        // Who is no validator any more is not waited for.
        #expect(Listening().quietThrough(others: []) == 1)
    }
}
