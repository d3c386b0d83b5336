import Chain
import PeerMessages
import Testing
import Wire

@testable import PeerProtocol

@Suite("What may reach the engine")
struct MessageIntakeTests {
    private func read(_ bytes: [UInt8], on channel: ChannelID) throws -> PeerMessage {
        try MessageIntake(PeerMessageLimits(transactionBytesMaximum: 10))
            .read(ReceivedMessage(channel: channel, bytes: bytes), blocks: .neverAsked)
    }

    @Test("A message that is one is read")
    func messages() throws {
        let vote = PeerMessage.consensus(
            .hasVote(HasVote(height: 3, round: 0, type: .prevote, index: 1)))
        #expect(try read(vote.protobuf, on: .consensusState) == vote)
        let transactions = PeerMessage.mempool(.transactions([Transaction([1, 2])]))
        #expect(try read(transactions.protobuf, on: .mempool) == transactions)
    }

    @Test("What is empty, unknown, filtered or breaks a rule is refused with the channel's name")
    func refusals() throws {
        let long = PeerMessage.mempool(.transactions([Transaction([UInt8](repeating: 1, count: 11))])).protobuf
        let cases: [([UInt8], ChannelID)] = [
            ([], .consensusState), ([], .mempool), ([0xfa, 0x07, 0x00], .consensusVote), (long, .mempool),
            ([0x0a, 0x02, 0x0a, 0x00], .mempool), ([0x1a, 0x00], .blockSync), ([1], ChannelID(0x55)),
            (PeerMessage.blockSync(.blockRequest(-1)).protobuf, .blockSync),
        ]
        for (bytes, channel) in cases {
            let error = #expect(throws: ConnectionError.self, "\(bytes)") { _ = try read(bytes, on: channel) }
            guard case .message(channel, _) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
    }
}
