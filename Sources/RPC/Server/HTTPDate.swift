import Chain
import Glibc

/// The time as answers carry it: `Date` (RFC 9110 §5.6.7) and CometBFT's `X-Server-Time`. Made anew once a second.
struct HTTPDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Seconds since 1970, in decimal.
    private(set) var seconds = ""
    /// As in `Mon, 23 Nov 2026 12:07:19 GMT`.
    private(set) var text = ""
    private var time = Int.min

    /// Brings both up to now.
    mutating func update() {
        let now = Glibc.time(nil)
        if now == time { return }
        time = now
        seconds = String(now)
        text = HTTPDate.text(Int64(now))
    }

    /// The date of so many seconds since 1970, not before.
    static func text(_ seconds: Int64) -> String {
        // 2026-11-23T12:07:19Z
        let parts = (Timestamp(seconds: seconds, nanoseconds: 0) ?? .unixEpoch).description.split {
            "-T:Z".contains($0)
        }
        guard parts.count == 6, let month = Int(parts[1]), months.indices.contains(month - 1) else { return "" }
        let day = days[Int((seconds / 86_400) % 7)]
        return "\(day), \(parts[2]) \(months[month - 1]) \(parts[0]) \(parts[3]):\(parts[4]):\(parts[5]) GMT"
    }
}
