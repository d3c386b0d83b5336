import Chain
import Cryptography
import PeerMessages

extension SnapshotFetch {
    /// A peer that may have checkpoints.
    struct Source: Sendable {
        enum State: Hashable, Sendable {
            /// It has not answered yet.
            case unknown
            /// It did not answer, or has gone.
            case failed(String)
            case connected(since: Nanoseconds)
            /// It was false, or gave nothing for long: it is not asked again.
            case dropped(String)
        }

        let location: PeerLocation
        var state = State.unknown
        var offers: [SnapshotOffer] = []
        /// Messages with snapshots that it has sent since it was asked.
        var told = 0
        /// Pieces that it was asked for and that may still come, in the order in which it was asked: so it answers. A question has
        /// no hash in it, so each has the number of the choice for which it was asked.
        var asked: [(request: ChunkRequest, choice: Int)] = []
        /// Pieces that are waited for, by their numbers on the wire.
        var awaited: Set<UInt32> = []
        /// When it last gave something, or was asked when it owed nothing.
        var progressAt = Nanoseconds.zero
        /// How often in a row it gave nothing in time.
        var delays = 0
        /// What was last said of it.
        var reported = ""

        var isConnected: Bool { if case .connected = state { true } else { false } }
        var isDropped: Bool { if case .dropped = state { true } else { false } }

        /// What is known of it, for the operator.
        var account: String {
            switch state {
            case .unknown: "\(location) has not answered yet"
            case .failed(let reason): "\(location) does not answer: \(reason)"
            case .dropped(let reason): "\(location): \(reason)"
            case .connected: offers.isEmpty ? "\(location) offers none" : "\(location) offers \(heights)"
            }
        }

        private var heights: String {
            "those of height " + offers.map { "\($0.height)" }.joined(separator: ", ")
        }

    }
}
