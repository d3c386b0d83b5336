import Chain
package import PeerMessages
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

    package init(
        seed: UInt64, rates: LossRates, channelRates: [ChannelID: LossRates] = [:], delays: DelaySpread,
        keepsOrder: Bool = true, firstRound: Int32 = 0
    ) {
        self.seed = seed
        self.rates = rates
        self.channelRates = channelRates
        self.delays = delays
        self.keepsOrder = keepsOrder
        self.firstRound = firstRound
    }

    func rates(of channel: ChannelID) -> LossRates { channelRates[channel] ?? rates }

    /// Whether it is a proposal that is to arrive in no case.
    func withholds(_ bytes: [UInt8], on channel: ChannelID) -> Bool {
        if firstRound == 0 || channel != .consensusData { return false }
        guard case .proposal(let proposal)? = try? ConsensusMessage(protobuf: bytes) else { return false }
        return proposal.round.rawValue < firstRound
    }
}
