import Chain
import Consensus
import Engine

/// What the clock is watched for.
struct Alarms {
    var timeout: (timeout: Timeout, due: Nanoseconds)?
    var gossip: Nanoseconds?
    var sync: Nanoseconds?
    var relay: Nanoseconds?
    /// When messages that may wait have waited long enough.
    var flush: Nanoseconds?

    /// When the next one rings; nil for never.
    var next: Nanoseconds? { [timeout?.due, gossip, sync, relay, flush].compactMap { $0 }.min() }

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
