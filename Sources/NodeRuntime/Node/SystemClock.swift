package import Chain
import Glibc

/// The machine's two clocks.
package struct SystemClock: Sendable {
    package init() {}

    /// What they show now.
    package func now() -> Instant {
        let wall = read(CLOCK_REALTIME)
        let monotonic = read(CLOCK_MONOTONIC)
        let time = Timestamp(seconds: Int64(wall.tv_sec), nanoseconds: Int32(wall.tv_nsec)) ?? .unixEpoch
        return Instant(
            wall: time, monotonic: Nanoseconds(Int64(monotonic.tv_sec) * 1_000_000_000 + Int64(monotonic.tv_nsec)))
    }

    private func read(_ clock: clockid_t) -> timespec {
        var time = timespec()
        clock_gettime(clock, &time)  // cannot fail for these clocks
        return time
    }
}
