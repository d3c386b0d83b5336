package import Chain
import PeerMessages
package import PeerProtocol

/// One direction of a connection: messages on their way, each with its fate.
package struct HeldMessages: Sendable {
    private struct Held {
        let message: ReceivedMessage
        /// By the monotonic clock.
        let due: Nanoseconds
    }

    private let plan: LossPlan
    private let stream: [UInt64]
    private var fates: [ChannelID: FateGenerator] = [:]
    /// In the order in which they go on.
    private var held: [Held] = []
    /// When the last one of a channel goes on.
    private var lastDue: [ChannelID: Nanoseconds] = [:]
    package private(set) var heldBytes = 0
    package private(set) var tally = Tally()

    /// - Parameter stream: What tells this direction from all others.
    package init(_ plan: LossPlan, stream: [UInt64]) {
        self.plan = plan
        self.stream = stream
    }

    package mutating func take(_ message: ReceivedMessage, at now: Nanoseconds) {
        let channel = message.channel
        let isWithheld = plan.withholds(message.bytes, on: channel)
        // Drawn also where it decides nothing, so that what follows does not depend on it.
        var generator = fates[channel] ?? generator(channel)
        let fate = generator.next(plan.rates(of: channel), plan.delays)
        fates[channel] = generator
        if isWithheld { return tally.add(channel) { $0.withheld += 1 } }
        switch fate {
        case .dropped: tally.add(channel) { $0.dropped += 1 }
        case .passes:
            tally.add(channel) { _ in }
            hold(message, until: now)
        case .delayed(let length):
            tally.add(channel) { $0.delayed += 1 }
            hold(message, until: Nanoseconds(now.rawValue + length.rawValue))
        }
    }

    private func generator(_ channel: ChannelID) -> FateGenerator {
        FateGenerator(seed: plan.seed, stream: stream + [UInt64(channel.rawValue)])
    }

    private mutating func hold(_ message: ReceivedMessage, until wanted: Nanoseconds) {
        var due = wanted
        if plan.keepsOrder, let last = lastDue[message.channel] { due = max(due, last) }
        lastDue[message.channel] = due
        heldBytes += message.bytes.count
        // Behind all that are due at the same time.
        var place = held.count
        while place > 0 && held[place - 1].due > due { place -= 1 }
        held.insert(Held(message: message, due: due), at: place)
    }

    /// When the next one goes on; nil when none waits for time.
    package func nextDue(after now: Nanoseconds) -> Nanoseconds? { held.first { $0.due > now }?.due }

    /// Hands on what is due.
    ///
    /// - Parameter send: Says whether there was room. Where not, what follows in the channel waits as well.
    package mutating func release(at now: Nanoseconds, _ send: (ReceivedMessage) -> Bool) {
        let due = held.prefix { $0.due <= now }
        if due.isEmpty { return }
        var full: Set<ChannelID> = [], kept: [Held] = []
        for one in due {
            if !full.contains(one.message.channel) && send(one.message) {
                heldBytes -= one.message.bytes.count
            } else {
                full.insert(one.message.channel)
                kept.append(one)
            }
        }
        held.replaceSubrange(..<due.endIndex, with: kept)
    }
}
