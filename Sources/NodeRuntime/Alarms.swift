import Chain
import Consensus
import Engine

/// What the clock is watched for.
struct Alarms {
    /// A person sees no difference, and most heights are over before.
    private static let lookInterval = Nanoseconds(milliseconds: 100)

    var timeout: (timeout: Timeout, due: Nanoseconds)?
    var gossip: Nanoseconds?
    var sync: Nanoseconds?
    var relay: Nanoseconds?
    /// When messages that may wait have waited long enough.
    var flush: Nanoseconds?

    /// Up to which record of the log somebody waits who only looks, and until when he does.
    private(set) var look: (position: LogPosition, due: Nanoseconds)?

    /// When the next one rings; nil for never.
    var next: Nanoseconds? { [timeout?.due, gossip, sync, relay, flush, look?.due].compactMap { $0 }.min() }

    /// Somebody who only looks waits for a record: until others make it durable, but not for long.
    mutating func expectLook(at position: LogPosition, _ now: Instant) {
        look = (position, look?.due ?? Alarms.due(now, Alarms.lookInterval))
    }

    /// The record that those who only look have waited for long enough; it is told once.
    mutating func takeLook(at now: Nanoseconds) -> LogPosition? {
        guard let (position, due) = look, now >= due else { return nil }
        look = nil
        return position
    }

    /// So long after now.
    static func due(_ now: Instant, _ wait: Nanoseconds) -> Nanoseconds {
        Nanoseconds(now.monotonic.rawValue + max(0, wait.rawValue))
    }

    /// What has come due; it rings once.
    mutating func ring(at now: Nanoseconds) -> [Event] {
        var events: [Event] = []
        if let (timeout, due) = timeout, now >= due {
            self.timeout = nil
            events.append(.timeout(timeout))
        }
        if let due = gossip, now >= due {
            gossip = nil
            events.append(.gossipDue)
        }
        if let due = sync, now >= due {
            sync = nil
            events.append(.syncDue)
        }
        if let due = relay, now >= due {
            relay = nil
            events.append(.relayDue)
        }
        return events
    }
}
