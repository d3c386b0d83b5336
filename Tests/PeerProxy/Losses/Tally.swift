package import PeerMessages

/// What became of the messages in one direction of a link, by channel.
package struct Tally: Sendable {
    /// The messages of one channel.
    package struct Count: Hashable, Sendable {
        package var messages = 0
        package var dropped = 0
        package var delayed = 0
        /// Proposals that were to arrive in no case.
        package var withheld = 0
    }

    package private(set) var counts: [ChannelID: Count] = [:]

    package init() {}

    mutating func add(_ channel: ChannelID, _ change: (inout Count) -> Void) {
        counts[channel, default: Count()].messages += 1
        change(&counts[channel, default: Count()])
    }

    package mutating func add(_ other: Tally) {
        for (channel, count) in other.counts {
            var sum = counts[channel, default: Count()]
            sum.messages += count.messages
            sum.dropped += count.dropped
            sum.delayed += count.delayed
            sum.withheld += count.withheld
            counts[channel] = sum
        }
    }

    /// A line for each channel.
    package var lines: [String] {
        counts.sorted { $0.key < $1.key }.map { channel, count in
            "channel \(channel): \(count.messages) messages, \(count.dropped) dropped, \(count.delayed) delayed"
                + (count.withheld > 0 ? ", \(count.withheld) proposals withheld" : "")
        }
    }
}
