import Chain
import Consensus
import Cryptography
import Testing

/// One machine among validators that the test speaks for.
///
/// What the machine asks is answered at once: blocks are created and judged, votes signed. What it signs, schedules and
/// decides is kept for the test to look at.
struct Scene {
    let cast: Cast
    let own: Int
    var machine: Tendermint
    var now = Instant(wall: .unixEpoch.adding(nanoseconds: 1_000_000_000), monotonic: Nanoseconds(0))

    /// Votes and proposals the machine signed, in order.
    private(set) var signedVotes: [Vote] = []
    private(set) var signedProposals: [Proposal] = []
    /// Timeouts it asked for, in order.
    private(set) var timeouts: [Timeout] = []
    private(set) var decided: AssembledBlock?
    private(set) var commit: ExtendedCommit?
    private(set) var equivocations: [(Vote, Vote)] = []
    private(set) var refusals: [RefusalReason] = []
    private(set) var observations: [Observation] = []

    /// What the machine is told of blocks, by hash; accepted when nothing stands here.
    var verdicts: [Hash: BlockVerdict] = [:]
    /// Whether blocks are judged at once.
    var judgesAtOnce = true
    /// The block it proposes when it makes one.
    var ownBlock: AssembledBlock

    init(_ count: Int = 4, own: Int = 0, settings change: (inout ConsensusSettings) -> Void = { _ in }) throws {
        cast = try Cast(count)
        self.own = own
        var settings = ConsensusSettings()
        settings.publicKey = cast.validators.validators[own].publicKey
        change(&settings)
        machine = Tendermint(settings: settings)
        ownBlock = try cast.block("own")
    }

    // MARK: Telling

    mutating func begin(_ context: HeightContext? = nil) throws {
        try tell(.begin(context ?? cast.context()))
    }

    /// Begins the height and its first round.
    mutating func start(_ context: HeightContext? = nil) throws {
        try begin(context)
        try timeout(.newHeight, 0)
    }

    mutating func timeout(_ step: RoundStep, _ round: Round, height: Height = 1) throws {
        try tell(.timeout(Timeout(height: height, round: round, step: step)))
    }

    mutating func propose(_ block: AssembledBlock, round: Round, polRound: Round = .none) throws {
        try tell(.proposal(try cast.proposal(block, round: round, polRound: polRound), from: nil))
        try give(block, round: round)
    }

    mutating func give(_ block: AssembledBlock, round: Round) throws {
        for part in block.parts.parts {
            try tell(.part(part, height: block.block.height, round: round, from: nil))
        }
    }

    /// Votes by everyone named, none of whom is the machine.
    mutating func votes(_ indices: [Int], _ type: SignedMessageType, _ blockID: BlockID, _ round: Round) throws {
        for index in indices { try tell(.vote(try cast.vote(index, type, blockID, round: round), from: nil)) }
    }

    /// Everyone but the machine.
    var others: [Int] { cast.keys.indices.filter { $0 != own } }

    mutating func tell(_ input: Input) throws {
        var inputs = [input]
        while !inputs.isEmpty {
            let effects = machine.handle(inputs.removeFirst(), at: now)
            for effect in effects { inputs += try answers(to: effect) }
        }
    }

    private mutating func answers(to effect: Effect) throws -> [Input] {
        switch effect {
        case .schedule(let timeout, _):
            timeouts.append(timeout)
        case .createProposal(let height, let round, _):
            return [.proposalCreated(ownBlock, height: height, round: round)]
        case .judge(let block, let height, _):
            if judgesAtOnce { return [judgement(of: block, height: height)] }
        case .extendVote(_, let height, let round):
            return [.voteExtended([1, 2, 3], height: height, round: round)]
        case .signProposal(let proposal):
            signedProposals.append(proposal)
            let verified = try cast.proposal(
                ownBlockOrValid(proposal.blockID), round: proposal.round, polRound: proposal.polRound, by: own,
                height: proposal.height)
            return [.proposalSigned(verified, height: proposal.height, round: proposal.round)]
        case .signVote(let vote):
            signedVotes.append(vote)
            let extended = vote.type == .precommit && machine.context?.extensionsAreEnabled == true && !vote.isNil
            let verified = try cast.vote(
                own, vote.type, vote.blockID, round: vote.round, height: vote.height, time: vote.timestamp,
                extension: extended ? vote.extension : nil)
            return [.voteSigned(verified, height: vote.height, round: vote.round, type: vote.type)]
        case .decide(let block, let commit):
            decided = block
            self.commit = commit
        case .equivocation(let first, let second): equivocations.append((first, second))
        case .refuse(_, let reason): refusals.append(reason)
        case .observe(let observation): observations.append(observation)
        case .proposed, .quorumForInvalidBlock: break
        }
        return []
    }

    private func ownBlockOrValid(_ id: BlockID) -> AssembledBlock {
        machine.state?.validBlock?.id == id ? machine.state?.validBlock ?? ownBlock : ownBlock
    }

    func judgement(of block: AssembledBlock, height: Height = 1) -> Input {
        let hash = block.block.hash ?? MerkleTree.emptyRoot
        return .judged(verdicts[hash] ?? .accepted, block: hash, height: height)
    }

    // MARK: Looking

    /// The blocks of the votes of one type, by round; nil in the list stands for a vote for nil.
    func own(_ type: SignedMessageType) -> [Round: BlockID] {
        Dictionary(signedVotes.filter { $0.type == type }.map { ($0.round, $0.blockID) }) { first, _ in first }
    }

    var step: RoundStep? { machine.state?.step }
    var round: Round? { machine.state?.round }
    var lockedRound: Round? { machine.state?.lockedRound }
    var validRound: Round? { machine.state?.validRound }
    var lastTimeout: Timeout? { timeouts.last }
}
