import Chain
import NodeRuntime

/// The clock of commands.
enum SystemTime {
    static var now: Timestamp { SystemClock().now().wall }
}
