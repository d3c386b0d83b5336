package import Chain
package import Cryptography
import Invariants

/// The votes of one type at one height and round, and what they amount to.
///
/// A validator's first vote counts. A second one for something else is evidence, and is counted beside the first only
/// for a block that already has +2/3 or for which a peer claims it: without that, a set could miss a majority that
/// others saw (CometBFT `types/vote_set.go`).
package struct VoteSet: Sendable {
    /// Blocks without a vote that are kept because a peer claims a quorum for them: more than a node has peers at a time. Of more
    /// the oldest is forgotten.
    private static let emptyClaimsMaximum = 64

    package let chainID: ChainID
    package let height: Height
    package let round: Round
    package let type: SignedMessageType
    package let validators: ValidatorSet
    /// Whether precommits for a block must carry a signed extension.
    package let extensionsAreEnabled: Bool
    private let quorum: Quorum
    private var votes: [Vote?]
    /// Which validators voted.
    package private(set) var bitArray: BitArray
    private var power: VotingPower = 0
    /// In the order in which their first vote or claim came.
    private var tallies: [BlockVotes] = []
    private var claims: [NodeID: BlockID] = [:]
    /// What has a quorum: the first block (or nil) that reached it.
    package private(set) var majority: BlockID?

    package init(
        chainID: ChainID, height: Height, round: Round, type: SignedMessageType, validators: ValidatorSet,
        quorum: Quorum, extensionsAreEnabled: Bool
    ) {
        self.chainID = chainID
        self.height = height
        self.round = round
        self.type = type
        self.validators = validators
        self.quorum = quorum
        self.extensionsAreEnabled = extensionsAreEnabled
        votes = Array(repeating: nil, count: validators.count)
        bitArray = BitArray(count: validators.count)
    }

    // MARK: Adding

    /// Counts a vote.
    ///
    /// - Returns: Whether it is new, and the vote it contradicts if there is one.
    package mutating func add(_ verified: VerifiedVote) throws(VoteRefusal) -> VoteOutcome {
        let vote = verified.vote
        let index = try seat(of: verified)
        if let known = knownVote(at: index, for: vote.blockID) {
            if known.signature == vote.signature { return .duplicate }
            throw .otherSignature(index: vote.validatorIndex)
        }
        try checkExtension(verified)
        return count(vote, at: index, power: validators.validators[index].votingPower)
    }

    /// The index of the validator whose vote this is.
    private func seat(of verified: VerifiedVote) throws(VoteRefusal) -> Int {
        let vote = verified.vote
        guard vote.height == height, vote.round == round, vote.type == type else {
            throw .unexpectedStep(
                expected: "\(height)/\(round)/\(type.rawValue)",
                found: "\(vote.height)/\(vote.round)/\(vote.type.rawValue)")
        }
        guard verified.chainID == chainID else { throw .wrongChain }
        guard vote.validatorIndex >= 0, vote.validatorIndex < Int32(clamping: validators.count) else {
            throw .unknownIndex(vote.validatorIndex, validators: validators.count)
        }
        let index = Int(vote.validatorIndex)
        let validator = validators.validators[index]
        // A key that verified the signature proves nothing unless it is this validator's.
        guard vote.validatorAddress == validator.address, verified.publicKey == validator.publicKey else {
            throw .wrongValidator(index: vote.validatorIndex)
        }
        return index
    }

    private func checkExtension(_ verified: VerifiedVote) throws(VoteRefusal) {
        let vote = verified.vote
        let isPrecommitForBlock = vote.type == .precommit && !vote.blockID.isNil
        if extensionsAreEnabled && isPrecommitForBlock {
            if !verified.extensionIsVerified { throw .missingExtension }
        } else if !vote.extension.isEmpty || !vote.extensionSignature.bytes.isEmpty {
            throw .unexpectedExtension
        }
    }

    private mutating func count(_ vote: Vote, at index: Int, power votingPower: VotingPower) -> VoteOutcome {
        let conflicting = votes[index]
        if conflicting == nil {
            votes[index] = vote
            bitArray[index] = true
            power = VotingPower(power.rawValue + votingPower.rawValue)
        } else if majority == vote.blockID {
            votes[index] = vote
        }
        guard let tally = tallyIndex(for: vote.blockID, besides: conflicting) else {
            return VoteOutcome(isAdded: false, conflicting: conflicting)
        }
        tallies[tally].add(vote, at: index, power: votingPower)
        if majority == nil && quorum.isReached(tallies[tally].power) {
            majority = vote.blockID
            for (seat, winning) in tallies[tally].votes.enumerated() where winning != nil {
                votes[seat] = winning
            }
        }
        return VoteOutcome(isAdded: true, conflicting: conflicting)
    }

    /// Where votes for a block are tallied; nil when a conflicting vote is not to be counted.
    private mutating func tallyIndex(for blockID: BlockID, besides conflicting: Vote?) -> Int? {
        if let index = tallies.firstIndex(where: { $0.blockID == blockID }) {
            return conflicting == nil || tallies[index].isClaimedByPeer ? index : nil
        }
        if conflicting != nil { return nil }
        tallies.append(BlockVotes(blockID: blockID, isClaimedByPeer: false, validators: validators.count))
        return tallies.count - 1
    }

    /// Notes that a peer claims a quorum for a block, so that conflicting votes for it are counted.
    ///
    /// - Returns: false when the peer claimed another block before, which no correct peer does.
    package mutating func noteClaim(by peer: NodeID, for blockID: BlockID) -> Bool {
        if let earlier = claims[peer] { return earlier == blockID }
        claims[peer] = blockID
        if let index = tallies.firstIndex(where: { $0.blockID == blockID }) {
            tallies[index].isClaimedByPeer = true
        } else {
            // Names of peers cost their owners nothing, and so claims do not.
            let empty = tallies.indices.filter { tallies[$0].isClaimedByPeer && tallies[$0].power == 0 }
            if let first = empty.first, empty.count >= VoteSet.emptyClaimsMaximum { tallies.remove(at: first) }
            tallies.append(BlockVotes(blockID: blockID, isClaimedByPeer: true, validators: validators.count))
        }
        return true
    }

    // MARK: Asking

    private func knownVote(at index: Int, for blockID: BlockID) -> Vote? {
        guard votes.indices.contains(index) else { return nil }
        if let vote = votes[index], vote.blockID == blockID { return vote }
        return tallies.first { $0.blockID == blockID }?.votes[index]
    }

    /// Whether exactly this vote, signature included, has been counted.
    package func contains(_ vote: Vote) -> Bool {
        guard let known = knownVote(at: Int(vote.validatorIndex), for: vote.blockID) else { return false }
        return known.signature == vote.signature
    }

    /// What a peer claims a quorum for.
    package func claim(of peer: NodeID) -> BlockID? { claims[peer] }

    /// The vote that counts for the validator at an index.
    package func vote(at index: Int) -> Vote? {
        votes.indices.contains(index) ? votes[index] : nil
    }

    /// Whether a quorum voted, for whatever.
    package var hasQuorumOfAny: Bool { quorum.isReached(power) }

    /// Whether every validator voted.
    package var isComplete: Bool { power == validators.totalPower }

    /// Power of all validators that voted.
    package var votedPower: VotingPower { power }

    /// Which validators voted for a block; nil when nobody did and nobody claims it.
    package func bitArray(for blockID: BlockID) -> BitArray? {
        guard let tally = tallies.first(where: { $0.blockID == blockID }) else { return nil }
        return BitArray(count: tally.votes.count) { tally.votes[$0] != nil }
    }

    /// Whether a commit is made of these votes alone, and of enough of them for the block with the majority: then its
    /// signatures have been verified.
    package func proves(_ commit: Commit) -> Bool {
        guard type == .precommit, commit.height == height, commit.round == round, commit.blockID == majority,
            !commit.blockID.isNil, commit.signatures.count == votes.count
        else { return false }
        var power: Int64 = 0
        for (index, signature) in commit.signatures.enumerated() where signature.flag != .absent {
            guard let vote = votes[index], ExtendedCommitSig(of: vote).commitSig == signature,
                vote.isNil || vote.blockID == majority
            else { return false }
            if !vote.isNil { power += validators.validators[index].votingPower.rawValue }
        }
        return quorum.isReached(VotingPower(power))
    }

    /// These precommits as a commit keeps them: without votes for other blocks, and counted in the validators' order.
    ///
    /// The next height begins with this and not with what it was taken from, because a node that starts again has only the
    /// commit to begin it with, and must go the same way.
    package var committed: VoteSet {
        var set = VoteSet(
            chainID: chainID, height: height, round: round, type: type, validators: validators, quorum: quorum,
            extensionsAreEnabled: extensionsAreEnabled)
        for (index, vote) in votes.enumerated() {
            guard let vote, vote.blockID == majority || vote.blockID.isNil else { continue }
            _ = set.count(vote, at: index, power: validators.validators[index].votingPower)
        }
        return set
    }

    /// The commit that these precommits are.
    ///
    /// A vote for another block than the one decided is left out: a commit that carried it would be refused by all.
    package var extendedCommit: ExtendedCommit {
        invariant(type == .precommit, "a commit is made of precommits")
        guard let majority, !majority.isNil else { brokenInvariant("a commit is made of a quorum for a block") }
        let signatures = votes.map { vote -> ExtendedCommitSig in
            guard let vote, vote.blockID == majority || vote.blockID.isNil else { return .absent }
            return ExtendedCommitSig(of: vote)
        }
        return ExtendedCommit(height: height, round: round, blockID: majority, signatures: signatures)
    }
}
