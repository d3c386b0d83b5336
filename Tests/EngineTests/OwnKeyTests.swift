import Chain
import Consensus
import Cryptography
import Engine
import Execution
import PeerMessages
import Testing
import Wire

@Suite("A key that is used elsewhere")
struct OwnKeyTests {
    private let other: ScriptedValidator
    /// Whoever else has the key of `LoneNode`.
    private let twin: ScriptedValidator
    private let peer: NodeID

    init() throws {
        other = try ScriptedValidator(9)
        twin = try ScriptedValidator(7)
        peer = try ScriptedValidator.peer()
    }

    /// A node that cannot decide without the other validator, which can do without it.
    private func node(_ change: (inout EngineSettings) -> Void = { _ in }) throws -> LoneNode {
        try LoneNode(power: 1, others: [other.genesis(power: 3)]) { settings in
            settings.heedsOwnKey = true
            change(&settings)
        }
    }

    private func step(_ height: Height, round: Round = 0) -> Engine.Event {
        let step = NewRoundStep(
            height: height, round: round, step: .propose, secondsSinceStartTime: 0,
            lastCommitRound: height == 1 ? .none : 0)
        return .message(.consensus(.newRoundStep(step)), from: peer)
    }

    private func hear(
        _ validator: ScriptedValidator, at height: Height, round: Round = 0, block: UInt8 = 1, _ node: inout LoneNode
    ) throws {
        let vote = validator.vote(
            .precommit, ScriptedValidator.blockID(block), height: height, round: round,
            in: node.durableState.validators, at: node.now.wall)
        try node.tell(.voteVerified(try validator.verified(vote), vote: vote, from: peer))
    }

    private func pass(_ halfSeconds: Int, _ node: inout LoneNode) throws {
        for _ in 0..<halfSeconds {
            try node.passTime()
            try node.tell(.gossipDue)
        }
    }

    private func heard(_ node: LoneNode) -> [SignedStep] {
        node.notices.compactMap { if case .ownKeyHeard(let step, _) = $0 { step } else { nil } }
    }

    // MARK: What is heard

    @Test("listens to the others once a vote of it comes that neither log nor sign state has")
    func heardInVote() throws {
        var node = try node()
        try node.start()
        try node.tell(.peerConnected(peer))
        try node.tell(step(1))
        try node.tick(3)
        let signed = node.signed
        #expect(!signed.isEmpty)
        try hear(twin, at: 1, round: 2, &node)
        #expect(node.notices.contains(.ownKeyHeard(SignedStep(height: 1, round: 2, step: 3), from: peer)))
        #expect(node.notices.contains(.listening(othersCount: 1)))
        #expect(node.engine.silence == .listening(heard: SignedStep(height: 1, round: 2, step: 3)))
        try node.tick(10)
        #expect(node.signed == signed && node.stopped == nil)
        // Nobody is further than one height above the others' highest; two more are left to hear the key in.
        try hear(other, at: 1, &node)
        #expect(node.engine.abstainsThrough == 4 && node.engine.silence == .abstaining(through: 4))
    }

    @Test("signs nothing more when it is heard again at a height that began after the start")
    func usedElsewhere() throws {
        var node = try node()
        try node.start()
        try node.tell(.peerConnected(peer))
        try node.tell(step(1))
        try node.tick(2)
        try hear(twin, at: 5, &node)
        #expect(heard(node) == [SignedStep(height: 5, round: 0, step: 3)])
        // Of the same height it is no news, and below what had begun at the start it is old.
        try hear(twin, at: 5, round: 1, &node)
        #expect(node.engine.ownKey.usedElsewhere == nil)
        try hear(twin, at: 6, &node)
        let step = SignedStep(height: 6, round: 0, step: 3)
        #expect(node.notices.last == .ownKeyUsedElsewhere(step, from: peer))
        #expect(node.engine.silence == .usedElsewhere(step))
        let signed = node.signed
        for height: Int64 in 1...9 { try hear(other, at: Height(height), &node) }
        try node.tick(20)
        #expect(node.signed == signed && node.stopped == nil)
    }

    @Test("is not heard in what the log knows, also after a restart, nor in what is no vote of it")
    func ownVotes() throws {
        var node = try node()
        try node.start()
        try node.tell(.peerConnected(peer))
        try node.tell(step(1))
        try node.tick(4)
        #expect(node.votes.count >= 1)
        func comeBack() throws {
            for vote in node.votes {
                let verified = try #require(
                    VerifiedVote(verifying: vote, chainID: "lone", publicKey: .ed25519(node.key.publicKey)))
                try node.tell(.voteVerified(verified, vote: vote, from: peer))
            }
        }
        try comeBack()
        try node.restart()
        try comeBack()
        try hear(other, at: 1, &node)
        #expect(heard(node).isEmpty && node.engine.silence == nil)
        // Another vote in the place of one of them is none of them.
        let first = try #require(node.votes.first)
        var contradiction = twin.vote(
            first.type, ScriptedValidator.blockID(5), height: first.height, round: first.round,
            in: node.durableState.validators, at: node.now.wall)
        contradiction.timestamp = first.timestamp.adding(nanoseconds: 1)
        contradiction.signature = twin.key.sign(contradiction.signBytes(chainID: ScriptedValidator.chainID))
        try node.tell(.voteVerified(try twin.verified(contradiction), vote: contradiction, from: peer))
        #expect(heard(node).count == 1)
    }

    @Test("is found in the commits of fetched blocks, of which its log and sign state know nothing")
    func heardInBlocks() throws {
        var pair = try Pair(heights: 9, others: [other.genesis(power: 1)])
        pair.joining = try LoneNode(joining: pair.maker, key: twin.key, heedsOwnKey: true)
        try pair.joining.start()
        try pair.connect()
        try pair.exchange()
        for _ in 0..<20 {
            try pair.joining.passTime()
            try pair.exchange()
        }
        #expect(pair.joining.durableState.lastBlockHeight >= 8)
        #expect(heard(pair.joining) == [SignedStep(height: 1, round: 0, step: 3)])
        #expect(pair.joining.notices.contains(.ownKeyHeard(SignedStep(height: 1, round: 0, step: 3), from: nil)))
        #expect(pair.joining.signed.isEmpty && pair.joining.engine.listening != nil)
    }

    @Test("is found in stored commits when the log is gone and the sign state is old")
    func heardInStore() throws {
        for (signed, isNews) in [(4, true), (5, true), (6, false), (9, false)] as [(Int64, Bool)] {
            var node = try node()
            node.signedElsewhere = SignedStep(height: Height(signed), round: 0, step: 3)
            node.committedSignature = SignedStep(height: 6, round: 0, step: 3)
            try node.start()
            #expect(!heard(node).isEmpty == isNews)
            #expect((node.engine.listening != nil) == isNews)
        }
        // An operator has said that nothing was signed.
        var node = try node()
        node.committedSignature = SignedStep(height: 6, round: 0, step: 3)
        try node.start()
        #expect(heard(node).isEmpty && node.engine.listening == nil)
    }

    @Test("a liar's votes in its name are nobody's, and a node that is no validator is not silent")
    func others() throws {
        var node = try node { $0.consensus.publicKey = nil }
        try node.start()
        try node.tell(.peerConnected(peer))
        try node.tell(step(1))
        try hear(twin, at: 5, &node)
        #expect(heard(node).isEmpty && node.engine.silence == nil)
    }

    // MARK: Before the first signature

    @Test("signs nothing before a peer has said where it is")
    func firstPeer() throws {
        var node = try node()
        try node.start()
        try node.tick(5)
        #expect(node.signed.isEmpty)
        try node.tell(.peerConnected(peer))
        #expect(node.signed.isEmpty)
        try node.tell(step(1))
        #expect(!node.signed.isEmpty)
    }

    @Test("signs nothing at a height that others have decided, nor at the one they are at, whatever a liar says")
    func othersAreAhead() throws {
        for (told, through) in [(3, 3), (1_000_000_000_000, 5)] as [(Int64, Height)] {
            var node = try node()
            try node.start()
            try node.tell(.peerConnected(peer))
            try node.tell(step(Height(told)))
            try node.tick(5)
            #expect(node.signed.isEmpty)
            #expect(node.notices.contains(.ownKeyQuiet(through: through, window: 0)))
            #expect(node.engine.silence == .quiet(through: through))
        }
        // What it knows to have signed tells that the others have decided with that.
        var node = try node()
        node.signedElsewhere = SignedStep(height: 2, round: 0, step: 3)
        try node.start()
        try node.tell(.peerConnected(peer))
        try node.tell(step(3))
        #expect(node.engine.silence == .abstaining(through: 2))
    }

    @Test("signs when nothing is decided for a round, as it may be what is missing")
    func quietEnds() throws {
        var node = try node()
        try node.start()
        try node.tell(.peerConnected(peer))
        try node.tell(step(2))
        try node.tick(2)
        #expect(node.engine.silence == .quiet(through: 2))
        try pass(40, &node)
        #expect(node.signed.isEmpty)
        // The peer comes to where this one is.
        try node.tell(.peerDisconnected(peer))
        try node.tell(.peerConnected(peer))
        try node.tell(step(1))
        try pass(9, &node)
        #expect(node.signed.isEmpty)
        try pass(3, &node)
        #expect(!node.signed.isEmpty && node.notices.contains(.ownKeyQuietEnded(height: 1)))
    }

    // MARK: The window

    @Test(
        "has a window in which nothing is signed; a home and its copy never begin at one height",
        arguments: [(1, false, 3), (3, false, 3), (4, false, 7), (1, true, 1), (2, true, 5), (5, true, 5)]
            as [(
                Int64, Bool, Height
            )])
    func window(heights: Int64, isCopied: Bool, through: Height) throws {
        var node = try node { settings in
            settings.doubleSignCheckHeight = heights
            settings.isCopiedHome = isCopied
        }
        try node.start()
        #expect(node.notices.contains(.ownKeyQuiet(through: through, window: heights)))
        #expect(node.engine.silence == .quiet(through: through))
        try node.tell(.peerConnected(peer))
        try node.tell(step(1))
        try node.tick(5)
        #expect(node.signed.isEmpty)
    }

    @Test("begins to sign where its copy does not, also when others are ahead at its window's end", arguments: 8...12)
    func beginnings(heights: Int64) throws {
        let late = GenesisValidator(publicKey: other.publicKey, power: 3, name: "late")
        var pair = try Pair(heights: Height(heights), others: [late])
        pair.joining = try LoneNode(joining: pair.maker, key: other.key, heedsOwnKey: true, window: 2)
        try pair.joining.start()
        try pair.connect()
        try pair.catchUp()
        try pair.joining.tell(.peerConnected(peer))
        for _ in 0..<400 where pair.joining.signed.isEmpty {
            // Somebody is always one height further.
            if let height = pair.joining.engine.machine.height { try pair.joining.tell(step(height.next)) }
            try pair.maker.tick()
            try pair.exchange()
            try pair.joining.tick()
        }
        let first = try #require(pair.joining.signed.first)
        #expect(first.height.rawValue % 4 == 0)
    }

    @Test("ends its window when nothing is decided for two rounds and a quorum may be there")
    func windowEnds() throws {
        // 3 s + 1 s + 1 s, and half a second more of each in the next round.
        for (isCopied, halfSeconds) in [(false, 23), (true, 58)] {
            var node = try node { settings in
                settings.doubleSignCheckHeight = 8
                settings.isCopiedHome = isCopied
            }
            try node.start()
            try pass(100, &node)
            try node.tick(3)
            try node.tell(.peerConnected(peer))
            try node.tell(step(1))
            try pass(halfSeconds - 1, &node)
            #expect(node.signed.isEmpty)
            try pass(2, &node)
            #expect(node.notices.contains(.ownKeyQuietEnded(height: 1)) && !node.signed.isEmpty)
        }
    }

    @Test("refuses to sign when the key is heard in its window")
    func heardInWindow() throws {
        var node = try node { $0.doubleSignCheckHeight = 3 }
        try node.start()
        try node.tell(.peerConnected(peer))
        try node.tell(step(1))
        try node.tick(3)
        try hear(twin, at: 4, &node)
        #expect(node.engine.silence == .listening(heard: SignedStep(height: 4, round: 0, step: 3)))
        try pass(100, &node)
        try hear(twin, at: 5, &node)
        #expect(node.engine.silence == .usedElsewhere(SignedStep(height: 5, round: 0, step: 3)))
        #expect(node.signed.isEmpty)
    }

    @Test("has no window where it decides alone")
    func alone() throws {
        for others in [[], [other.genesis(power: 1)]] {
            var node = try LoneNode(power: 10, others: others) { settings in
                settings.heedsOwnKey = true
                settings.doubleSignCheckHeight = 5
            }
            try node.start()
            for _ in 0..<40 where node.durableState.lastBlockHeight < 2 { try node.tick() }
            #expect(node.durableState.lastBlockHeight >= 2 && node.engine.silence == nil)
        }
    }

    // MARK: The register

    @Test("is known by height, round and step, and by what was signed there")
    func register() throws {
        var watch = OwnKeyWatch()
        let (mine, theirs) = (Signature([1]), Signature([2]))
        func at(_ height: Height, _ round: Round, _ step: UInt8) -> SignedStep {
            SignedStep(height: height, round: round, step: step)
        }
        #expect(watch.isUnknown(at(1, 0, 2), theirs))
        watch.begin(after: 5, last: at(6, 0, 2))
        // Stored heights are not asked about; below what the sign state has there may be what a lost log had.
        #expect(!watch.isUnknown(at(5, 9, 3), theirs))
        #expect(!watch.isUnknown(at(6, 0, 1), theirs))
        #expect(watch.isUnknown(at(6, 0, 3), theirs) && watch.isUnknown(at(6, 1, 1), theirs))
        watch.note(at(6, 1, 2), mine)
        #expect(!watch.isUnknown(at(6, 1, 2), mine) && watch.isUnknown(at(6, 1, 2), theirs))
        #expect(!watch.isUnknown(at(6, 0, 3), theirs) && watch.last == at(6, 1, 2))
        // It is bounded: what is forgotten is below what is known.
        for height: Int64 in 7...200 { watch.note(at(Height(height), 0, 3), mine) }
        #expect(!watch.isUnknown(at(7, 0, 3), theirs) && watch.isUnknown(at(200, 0, 3), theirs))
    }
}
