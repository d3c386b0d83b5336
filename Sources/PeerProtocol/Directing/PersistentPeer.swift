import Chain
import PeerMessages

/// A peer that is called until it answers, and again whenever it is lost.
///
/// Deviation: CometBFT waits five seconds 20 times, then ever longer, up to 16 hours, and then gives up. Here the first two
/// pauses are shorter, for a peer that was started again, and there is no end: the pause does not grow beyond a minute, or
/// `persistent_peers_max_dial_period`.
struct PersistentPeer: Sendable {
    /// A connection that lasted so long was one; a shorter one counts as a call that failed.
    private static let lasting = Nanoseconds.seconds(10)
    private static let pauseMaximum = Nanoseconds.seconds(60)

    let location: PeerLocation
    /// Calls that failed, one after the other.
    private var failures = 0
    /// When it is to be called, unless it is connected by then.
    private(set) var due: Nanoseconds

    init(_ location: PeerLocation, at now: Nanoseconds, random: UInt64) {
        self.location = location
        due = now.adding(PersistentPeer.jitter(.seconds(1), random))
    }

    /// It is being called.
    mutating func noteCall() { failures = min(failures + 1, 64) }

    /// A connection to it has ended, or has not come about.
    ///
    /// - Parameter lasted: How long it was registered.
    mutating func noteEnd(lasted: Nanoseconds, at now: Nanoseconds, maximum: Nanoseconds, random: UInt64) {
        if lasted >= PersistentPeer.lasting { failures = 0 }
        let isFirst = failures <= 1
        let pause = min(self.pause, maximum > .zero ? maximum : PersistentPeer.pauseMaximum)
        due = now.adding(pause).adding(PersistentPeer.jitter(.seconds(isFirst ? 1 : 3), random))
    }

    private var pause: Nanoseconds {
        switch failures {
        case 0: .zero
        case 1: .seconds(1)
        case ...20: .seconds(5)
        case 21: .seconds(9)
        case 22: .seconds(27)
        case 23: .seconds(81)
        case 24: .seconds(243)
        case 25: .seconds(729)
        default: .seconds(2187)
        }
    }

    /// So that two nodes which call each other at once, and each refuse the other's second connection, do not do so again.
    private static func jitter(_ range: Nanoseconds, _ random: UInt64) -> Nanoseconds {
        Nanoseconds(Int64(random % UInt64(max(1, range.rawValue))))
    }
}
