import Chain
import Consensus
import Cryptography
import Engine
import PeerMessages
import RPC
import Testing
import Wire

@testable import NodeRuntime

@Suite("What clients see of peers")
struct PeerStateTests {
    private let id = NodeID(address: Address(truncating: SHA256.hash([1])))

    private func shown(_ rounds: PeerRoundState, catchUpRound: Round = .none) -> PeerStateInformation {
        PeerStateInformation(
            PeerView(
                id: id, rounds: rounds, startTime: .unixEpoch, catchUpRound: catchUpRound, lastValidatorCount: 3,
                validatorCount: 4, voteCount: 5, partCount: 6), at: "10.0.0.1:26656")
    }

    @Test("A peer that has told nothing has the numbers that CometBFT begins with")
    func silent() {
        let peer = shown(PeerRoundState())
        #expect(peer.nodeAddress.description == "\(id.text)@10.0.0.1:26656")
        #expect(peer.height == 0 && peer.round == .none && peer.step == 0 && peer.startTime == .zero)
        #expect(peer.prevotes == .empty && peer.lastCommit == .empty && peer.catchupCommit == .empty)
        #expect(peer.voteCount == 5 && peer.partCount == 6)
    }

    @Test("What a peer has told, and what it was sent, is shown bit by bit")
    func marks() {
        var rounds = PeerRoundState()
        _ = rounds.apply(
            NewRoundStep(height: 7, round: 1, step: .precommit, secondsSinceStartTime: 2, lastCommitRound: 0))
        rounds.apply(HasVote(height: 7, round: 1, type: .prevote, index: 3))
        rounds.apply(HasVote(height: 7, round: 1, type: .precommit, index: 0))
        rounds.apply(HasVote(height: 6, round: 0, type: .precommit, index: 2))
        let header = PartSetHeader(total: 2, hash: SHA256.hash([2]))
        rounds.apply(
            NewValidBlock(
                height: 7, round: 1, blockPartSetHeader: header, blockParts: BitArray(count: 2) { $0 == 1 },
                isCommit: false))
        let peer = shown(rounds, catchUpRound: 1)
        #expect(peer.height == 7 && peer.round == 1 && peer.step == 6 && peer.startTime == .unixEpoch)
        #expect(peer.prevotes == BitArray(count: 4) { $0 == 3 })
        #expect(peer.precommits == BitArray(count: 4) { $0 == 0 })
        #expect(peer.lastCommitRound == 0 && peer.lastCommit == BitArray(count: 3) { $0 == 2 })
        #expect(peer.catchupCommitRound == 1 && peer.catchupCommit == peer.precommits)
        #expect(peer.proposalPartSetHeader == header && peer.proposalParts == BitArray(count: 2) { $0 == 1 })
        #expect(peer.proposalPOLRound == .none && peer.proposalPOL == .empty)
    }
}
