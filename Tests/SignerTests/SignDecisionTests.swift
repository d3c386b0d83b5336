import Chain
import Cryptography
import Signer
import Testing
import Wire

@Suite("What may be signed")
struct SignDecisionTests {
    private let chainID = Samples.chainID
    /// The state after a prevote at 5/1.
    private let last: SignState
    private let key: Ed25519PrivateKey

    init() throws {
        key = try Samples.key()
        last = try SignState.start.signing(Samples.vote(), chainID: chainID, with: key).state
    }

    @Test("A key that has not signed yet signs anything")
    func start() throws {
        #expect(try SignState.start.decision(for: Samples.vote(), chainID: chainID) == .sign)
        #expect(try SignState.start.decision(for: Samples.proposal(), chainID: chainID) == .sign)
        #expect(SignState.start.position.description == "0/0/0")
    }

    @Test(
        "What is further ahead is signed",
        arguments: [
            (SignedMessageType.precommit, Height(5), Round(1)), (.prevote, 5, 2), (.precommit, 5, 2), (.prevote, 6, 0),
            (.prevote, 1000, 0),
        ])
    func ahead(type: SignedMessageType, height: Height, round: Round) throws {
        let vote = Samples.vote(type, height: height, round: round)
        #expect(try last.decision(for: vote, chainID: chainID) == .sign)
    }

    @Test(
        "What lies behind is refused in CometBFT's words",
        arguments: [
            (Height(4), Round(7), "height regression. Got 4, last height 5"),
            (5, 0, "round regression at height 5. Got 0, last round 1"),
        ])
    func behind(height: Height, round: Round, expected: String) throws {
        let vote = Samples.vote(.precommit, height: height, round: round)
        let refusal = try #require(throws: SigningRefusal.self) { try last.decision(for: vote, chainID: chainID) }
        #expect(refusal.description == expected)
        let proposal = Samples.proposal(height: height, round: round)
        #expect(throws: refusal) { try last.decision(for: proposal, chainID: chainID) }
    }

    @Test("A proposal is not signed after a prevote, nor a prevote after a precommit")
    func stepBehind() throws {
        let refusal = try #require(throws: SigningRefusal.self) {
            try last.decision(for: Samples.proposal(), chainID: chainID)
        }
        #expect(refusal.description == "step regression at height 5 round 1. Got 1, last step 2")
        let after = try last.signing(Samples.vote(.precommit), chainID: chainID, with: key).state
        #expect(throws: SigningRefusal.stepRegression(height: 5, round: 1, got: .prevote, last: .precommit)) {
            try after.decision(for: Samples.vote(), chainID: chainID)
        }
    }

    @Test("The same vote gets the same signature, and nothing is to be kept")
    func same() throws {
        let again = try last.signing(Samples.vote(), chainID: chainID, with: key)
        #expect(again.state == last)
        #expect(again.vote.signature == last.signature)
        #expect(again.vote.timestamp == Samples.time(100))
    }

    @Test("The same vote with another timestamp gets the earlier timestamp and signature", arguments: [0, 99, 101])
    func otherTime(seconds: Int64) throws {
        let again = try last.signing(Samples.vote(time: seconds), chainID: chainID, with: key)
        #expect(again.state == last)
        #expect(again.vote.timestamp == Samples.time(100))
        #expect(again.vote.signature == last.signature)
        #expect(key.publicKey.verify(again.vote.signature, of: again.vote.signBytes(chainID: chainID)))
    }

    @Test("The same proposal with another timestamp gets the earlier timestamp and signature")
    func proposalOtherTime() throws {
        let first = try SignState.start.signing(Samples.proposal(), chainID: chainID, with: key)
        let again = try first.state.signing(Samples.proposal(time: 3), chainID: chainID, with: key)
        #expect(again.proposal == first.proposal)
        #expect(again.state == first.state)
        #expect(key.publicKey.verify(again.proposal.signature, of: first.proposal.signBytes(chainID: chainID)))
    }

    @Test("Another block, none, or another chain at the same place is conflicting data")
    func conflict() throws {
        for vote in [Samples.vote(block: Samples.block(2)), Samples.vote(block: .none)] {
            #expect(throws: SigningRefusal.conflictingData) { try last.decision(for: vote, chainID: chainID) }
        }
        #expect(throws: SigningRefusal.conflictingData) {
            try last.decision(for: Samples.vote(), chainID: "another-chain")
        }
        let proposed = try SignState.start.signing(Samples.proposal(), chainID: chainID, with: key).state
        for proposal in [Samples.proposal(block: Samples.block(2)), Samples.proposal(polRound: 0)] {
            #expect(throws: SigningRefusal.conflictingData) { try proposed.decision(for: proposal, chainID: chainID) }
        }
    }

    @Test("Where it is not known what was signed, nothing is signed again")
    func unknown() throws {
        let state = SignState(upTo: last.position)
        let refusal = try #require(throws: SigningRefusal.self) {
            try state.decision(for: Samples.vote(), chainID: chainID)
        }
        #expect(refusal.description == "no SignBytes found")
        #expect(try state.decision(for: Samples.vote(.precommit), chainID: chainID) == .sign)
    }

    @Test("Sign bytes that are no message conflict with everything, cut at any length")
    func damagedSignBytes() throws {
        for count in 1..<last.signBytes.count {
            let state = SignState(
                position: last.position, signBytes: Array(last.signBytes.prefix(count)), signature: last.signature)
            #expect(throws: SigningRefusal.conflictingData) {
                try state.decision(for: Samples.vote(time: 7), chainID: chainID)
            }
        }
    }

    @Test("An extension is signed anew each time, in precommits for a block alone")
    func extensions() throws {
        let first = try last.signing(Samples.vote(.precommit, extension: [1]), chainID: chainID, with: key)
        let again = try first.state.signing(
            Samples.vote(.precommit, time: 9, extension: [2]), chainID: chainID, with: key)
        #expect(again.vote.signature == first.vote.signature)
        #expect(again.vote.extensionSignature != first.vote.extensionSignature)
        for vote in [first.vote, again.vote] {
            let bytes = vote.extensionSignBytes(chainID: chainID)
            #expect(key.publicKey.verify(vote.extensionSignature, of: bytes))
        }
        let empty = try last.signing(Samples.vote(.precommit), chainID: chainID, with: key).vote
        #expect(!empty.extensionSignature.isEmpty)
        let forNil = try last.signing(Samples.vote(.precommit, block: .none), chainID: chainID, with: key).vote
        #expect(forNil.extensionSignature.isEmpty)
    }

    @Test(
        "An extension elsewhere is refused",
        arguments: [Samples.vote(height: 9, extension: [1]), Samples.vote(.precommit, block: .none, extension: [1])])
    func unexpectedExtension(vote: Vote) throws {
        let refusal = try #require(throws: SigningRefusal.self) { try last.decision(for: vote, chainID: chainID) }
        #expect(refusal == .unexpectedExtension)
        #expect(
            refusal.description
                == "unexpected vote extension - extensions are only allowed in non-nil precommits")
    }

    @Test("What is no vote is refused", arguments: [SignedMessageType.unknown, .proposal])
    func unknownType(type: SignedMessageType) {
        #expect(throws: SigningRefusal.unknownVoteType) {
            try last.signing(Samples.vote(type), chainID: chainID, with: key)
        }
    }

    @Test("Of two states the one further ahead counts, and at one place the one that knows more")
    func higher() throws {
        let bare = SignState(upTo: last.position)
        #expect(bare.higher(of: last) == last)
        #expect(last.higher(of: bare) == last)
        let later = SignState(upTo: SignPosition(height: 5, round: 1, step: .precommit))
        #expect(last.higher(of: later) == later)
        #expect(later.higher(of: last) == later)
    }

    @Test("A vote that CometBFT signed is known again")
    func signedByCometBFT() throws {
        let state = try Samples.state()
        #expect(state.belongs(to: key.publicKey))
        #expect(state.position == SignPosition(height: 52, round: 0, step: .precommit))
        let hash = "1EC527FF8F062DC66DDD79EA1415BD767C6C301CC171E27BA2A77DAEB2928769"
        let partsHash = "BE4BFDB897A6207E2D9B6BA326E955D070C874EE544C7DF26EFC2F6407B2A73E"
        let block = BlockID(
            hash: Hash(try #require(Hex.decode(hash))),
            partSetHeader: PartSetHeader(total: 1, hash: Hash(try #require(Hex.decode(partsHash)))))
        let vote = Samples.vote(.precommit, height: 52, round: 0, block: block, time: 1)
        let again = try state.signing(vote, chainID: chainID, with: key)
        #expect(again.vote.signature == state.signature)
        #expect(again.vote.signBytes(chainID: chainID) == state.signBytes)
        #expect(again.state == state)
    }
}
