import Chain
import Consensus
import Cryptography
import Testing

@Suite("A commit of votes that were counted")
struct ProvenCommitTests {
    private let cast: Cast
    private let block: BlockID

    init() throws {
        cast = try Cast(4)
        block = try cast.block("a").id
    }

    private func set(_ voters: [Int: BlockID]) throws -> VoteSet {
        var set = VoteSet(
            chainID: cast.chainID, height: 1, round: 0, type: .precommit, validators: cast.validators,
            quorum: cast.validators.quorum(.byzantine), extensionsAreEnabled: false)
        for (index, id) in voters.sorted(by: { $0.key < $1.key }) {
            _ = try set.add(try cast.vote(index, .precommit, id, round: 0))
        }
        return set
    }

    @Test("is proven by them, also when it has fewer of them, as long as they are a quorum")
    func proven() throws {
        let all = try set([0: block, 1: block, 2: block, 3: block])
        var commit = all.extendedCommit.commit
        #expect(all.proves(commit))
        commit.signatures[3] = .absent
        #expect(all.proves(commit))
        commit.signatures[2] = .absent
        #expect(!all.proves(commit))
    }

    @Test("is proven with votes for nil in it, which do not count")
    func nilVotes() throws {
        let mixed = try set([0: block, 1: .none, 2: block, 3: block])
        var commit = mixed.extendedCommit.commit
        #expect(mixed.proves(commit))
        commit.signatures[0] = .absent
        #expect(!mixed.proves(commit))
    }

    @Test("is not proven when a signature, its time or its place is another, or a vote was not counted")
    func changed() throws {
        let all = try set([0: block, 1: block, 2: block, 3: block])
        let three = try set([0: block, 1: block, 2: block])
        let commit = all.extendedCommit.commit
        #expect(!three.proves(commit))
        #expect(!(try set([0: block, 1: block])).proves(commit))
        var other = commit
        let first = commit.signatures[0]
        other.signatures[0] = CommitSig(
            flag: first.flag, validatorAddress: first.validatorAddress,
            timestamp: first.timestamp.adding(nanoseconds: 1), signature: first.signature)
        #expect(!all.proves(other))
        other.signatures[0] = CommitSig(
            flag: first.flag, validatorAddress: first.validatorAddress, timestamp: first.timestamp,
            signature: commit.signatures[1].signature)
        #expect(!all.proves(other))
        other = commit
        other.signatures.swapAt(0, 1)
        #expect(!all.proves(other))
        other = commit
        other.signatures.removeLast()
        #expect(!all.proves(other))
    }

    @Test("is not proven when it is of another height, round or block")
    func otherCommit() throws {
        let all = try set([0: block, 1: block, 2: block, 3: block])
        let commit = all.extendedCommit.commit
        let id = try cast.block("b").id
        for (height, round, block) in [(2, 0, block), (1, 1, block), (1, 0, id)] as [(Height, Round, BlockID)] {
            let other = Commit(height: height, round: round, blockID: block, signatures: commit.signatures)
            #expect(!all.proves(other))
        }
    }
}
