/// A moment, as the runner's two clocks showed it when an input came in.
package struct Instant: Hashable, Sendable {
    /// Time of day: what votes and blocks carry.
    package let wall: Timestamp
    /// Time since some fixed moment, which never goes back: what timeouts are measured by.
    package let monotonic: Nanoseconds

    package init(wall: Timestamp, monotonic: Nanoseconds) {
        self.wall = wall
        self.monotonic = monotonic
    }
}
