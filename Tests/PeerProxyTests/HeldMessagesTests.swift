import Chain
import Cryptography
import PeerMessages
import Testing
import Wire

@testable import PeerProtocol
@testable import peer_proxy

@Suite("Messages on their way through the proxy")
struct HeldMessagesTests {
    private func plan(
        dropped: Int = 0, delayed: Int = 0, keepsOrder: Bool = true, firstRound: Int32 = 0
    ) throws -> LossPlan {
        LossPlan(
            seed: 5, rates: try #require(LossRates(dropped: dropped, delayed: delayed)),
            channelRates: [.mempool: .none], delays: try #require(DelaySpread(milliseconds: 10, 500)),
            keepsOrder: keepsOrder, firstRound: firstRound)
    }

    private func message(_ number: Int, on channel: ChannelID = .consensusVote) -> ReceivedMessage {
        ReceivedMessage(channel: channel, bytes: [UInt8(truncatingIfNeeded: number), 1, 2, 3])
    }

    /// What has gone on by a moment, in order.
    private func release(_ held: inout HeldMessages, at milliseconds: Int64) -> [Int] {
        var numbers: [Int] = []
        held.release(at: Nanoseconds(milliseconds * 1_000_000)) {
            numbers.append(Int($0.bytes[0]))
            return true
        }
        return numbers
    }

    @Test("Behind a late message the others of its channel wait, and those of other channels do not")
    func order() throws {
        var held = HeldMessages(try plan(delayed: 100), stream: [])
        for number in 0..<20 {
            held.take(message(number), at: .zero)
            held.take(message(100 + number, on: .mempool), at: .zero)
        }
        #expect(release(&held, at: 0) == (100..<120).map { $0 })
        #expect(held.heldBytes == 80)
        var rest: [Int] = []
        while let due = held.nextDue(after: .zero) { rest += release(&held, at: due.rawValue / 1_000_000 + 1) }
        #expect(rest == (0..<20).map { $0 })
        #expect(held.heldBytes == 0)
        #expect(held.tally.counts[.consensusVote] == Tally.Count(messages: 20, delayed: 20))
    }

    @Test("Where messages overtake, each comes after its own time")
    func overtaking() throws {
        var held = HeldMessages(try plan(delayed: 50, keepsOrder: false), stream: [])
        for number in 0..<40 { held.take(message(number), at: .zero) }
        let first = release(&held, at: 0)
        #expect(first.count > 10 && first == first.sorted())
        var late: [Int] = []
        while let due = held.nextDue(after: .zero) { late += release(&held, at: due.rawValue / 1_000_000 + 1) }
        #expect(late != late.sorted())
        #expect(Set(first + late) == Set(0..<40))
    }

    @Test("What is dropped never comes")
    func dropped() throws {
        var held = HeldMessages(try plan(dropped: 30), stream: [])
        for number in 0..<200 { held.take(message(number), at: .zero) }
        let count = try #require(held.tally.counts[.consensusVote])
        #expect(count.messages == 200 && (40...80).contains(count.dropped))
        #expect(release(&held, at: 0).count == 200 - count.dropped)
        #expect(held.nextDue(after: .zero) == nil)
    }

    @Test("What finds no room stays, with all that follows in its channel, in order")
    func full() throws {
        var held = HeldMessages(try plan(), stream: [])
        for number in 0..<6 { held.take(message(number, on: number % 2 == 0 ? .mempool : .consensusVote), at: .zero) }
        var taken: [Int] = []
        held.release(at: .zero) {
            if $0.channel == .mempool && taken.contains(0) { return false }
            taken.append(Int($0.bytes[0]))
            return true
        }
        #expect(taken == [0, 1, 3, 5])
        #expect(release(&held, at: 0) == [2, 4])
    }

    @Test("Proposals of the first rounds never come, and nothing else is taken for one")
    func firstRound() throws {
        var held = HeldMessages(try plan(firstRound: 2), stream: [])
        let bytes = [UInt8](repeating: 1, count: 32)
        let block = BlockID(
            hash: Hash(bytes), partSetHeader: PartSetHeader(total: 1, hash: Hash(bytes)))
        for round in 0..<4 {
            let proposal = Proposal(
                height: 3, round: Round(Int32(round)), polRound: .none, blockID: block, timestamp: .unixEpoch,
                signature: Signature([UInt8](repeating: 9, count: 64)))
            held.take(
                ReceivedMessage(channel: .consensusData, bytes: ConsensusMessage.proposal(proposal).protobuf), at: .zero
            )
        }
        held.take(ReceivedMessage(channel: .consensusData, bytes: [0xff]), at: .zero)
        #expect(held.tally.counts[.consensusData] == Tally.Count(messages: 5, withheld: 2))
        var rounds: [Round] = []
        held.release(at: .zero) {
            if case .proposal(let proposal)? = try? ConsensusMessage(protobuf: $0.bytes) {
                rounds.append(proposal.round)
            }
            return true
        }
        #expect(rounds == [2, 3])
    }
}
