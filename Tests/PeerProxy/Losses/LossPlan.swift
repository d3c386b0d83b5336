import Chain
package import PeerMessages
import PeerProtocol
import Wire

/// What the proxy does to messages.
package struct LossPlan: Sendable {
    package let seed: UInt64
    package let rates: LossRates
    /// Where a channel has rates of its own.
    package let channelRates: [ChannelID: LossRates]
    package let delays: DelaySpread
    /// Whether a message waits for a late one before it in its channel, as behind a slow link; otherwise it overtakes.
    package let keepsOrder: Bool
    /// Proposals of rounds below this one never arrive, so that no height is decided before it.
    package let firstRound: Int32
    /// On these channels a byte of every long message is another one.
    package let changedChannels: Set<ChannelID>

    /// Messages that are changed have so many bytes at least: on the channel of checkpoints' pieces these are pieces of entries.
    private static let changedMinimum = 65_536

    package init(
        seed: UInt64, rates: LossRates, channelRates: [ChannelID: LossRates] = [:], delays: DelaySpread,
        keepsOrder: Bool = true, firstRound: Int32 = 0, changedChannels: Set<ChannelID> = []
    ) {
        self.seed = seed
        self.rates = rates
        self.channelRates = channelRates
        self.delays = delays
        self.keepsOrder = keepsOrder
        self.firstRound = firstRound
        self.changedChannels = changedChannels
    }

    /// The message as it goes on.
    func changed(_ message: ReceivedMessage) -> ReceivedMessage {
        let place = message.bytes.count / 2
        if message.bytes.count < LossPlan.changedMinimum || !changedChannels.contains(message.channel) {
            return message
        }
        var bytes = message.bytes
        bytes[place] ^= 1
        return ReceivedMessage(channel: message.channel, bytes: bytes)
    }

    func rates(of channel: ChannelID) -> LossRates { channelRates[channel] ?? rates }

    /// Whether it is a proposal that is to arrive in no case.
    func withholds(_ bytes: [UInt8], on channel: ChannelID) -> Bool {
        if firstRound == 0 || channel != .consensusData { return false }
        guard case .proposal(let proposal)? = try? ConsensusMessage(protobuf: bytes) else { return false }
        return proposal.round.rawValue < firstRound
    }
}
