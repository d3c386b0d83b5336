import Foundation
package import Logging

/// One line an event on standard output: for people, or as JSON for machines.
package struct LineLogHandler: LogHandler {
    /// How a line is written (`log_format`).
    package enum Format: String, Sendable, CaseIterable {
        case plain
        case json
    }

    package let label: String
    package let format: Format
    private let threshold: LogThreshold
    package var metadata: Logger.Metadata = [:]

    package init(label: String, format: Format, threshold: LogThreshold) {
        self.label = label
        self.format = format
        self.threshold = threshold
    }

    package var logLevel: Logger.Level {
        get { threshold.level }
        set { threshold.level = newValue }
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { _, new in new }
            .sorted { LineLogHandler.order($0.key) < LineLogHandler.order($1.key) }
        let time = LineLogHandler.time()
        let line =
            switch format {
            case .plain: plain(event, fields, time)
            case .json: json(event, fields, time)
            }
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    private func plain(_ event: LogEvent, _ fields: [(key: String, value: Logger.Metadata.Value)], _ time: String)
        -> String
    {
        let pairs = fields.map { " \($0.key)=\(LineLogHandler.quoted("\($0.value)"))" }.joined()
        let text = "\(event.message)"
        let padding = String(repeating: " ", count: pairs.isEmpty ? 0 : max(0, 28 - text.count))
        return "\(time) \(LineLogHandler.mark(event.level)) \(text)\(padding)\(pairs)"
    }

    private func json(_ event: LogEvent, _ fields: [(key: String, value: Logger.Metadata.Value)], _ time: String)
        -> String
    {
        var object: [String: String] = ["time": time, "level": event.level.rawValue, "message": "\(event.message)"]
        for (key, value) in fields { object[key] = "\(value)" }
        let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
        return data.map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    /// Where it happened comes before what it was.
    private static func order(_ key: String) -> String {
        switch key {
        case "height": "0"
        case "round": "1"
        default: "2\(key)"
        }
    }

    private static func mark(_ level: Logger.Level) -> String {
        switch level {
        case .trace, .debug: "DBG"
        case .info, .notice: "INF"
        case .warning: "WRN"
        case .error, .critical: "ERR"
        }
    }

    private static func quoted(_ text: String) -> String {
        let isPlain = !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "\"") && $0 < 0x7f }
        return isPlain
            ? text
            : "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n"))\""
    }

    /// Time of day, UTC, to the millisecond.
    private static func time() -> String {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        var parts = tm()
        gmtime_r(&now.tv_sec, &parts)
        func pad(_ number: Int, _ width: Int = 2) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        let date = "\(pad(Int(parts.tm_year) + 1900, 4))-\(pad(Int(parts.tm_mon) + 1))-\(pad(Int(parts.tm_mday)))"
        let clock = "\(pad(Int(parts.tm_hour))):\(pad(Int(parts.tm_min))):\(pad(Int(parts.tm_sec)))"
        return "\(date)T\(clock).\(pad(now.tv_nsec / 1_000_000, 3))Z"
    }
}
