import Foundation

/// What the system knows of a process.
struct ProcessFigures {
    /// Megabytes in memory, files that are mapped among them.
    let resident: Double
    /// The most megabytes in memory since its start, or since `resetPeak`.
    let peak: Double
    /// Megabytes of its own, which only swapping could free.
    let anonymous: Double
    /// Seconds of all processors.
    let processorSeconds: Double

    init(of process: pid_t) throws {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        func megabytes(_ key: String) -> Double {
            let line = status.split(separator: "\n").first { $0.hasPrefix(key) }
            let kibibytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) }
            return (kibibytes ?? 0) * 1024 / 1_000_000
        }
        resident = megabytes("VmRSS:")
        peak = megabytes("VmHWM:")
        anonymous = megabytes("RssAnon:")
        let line = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        // The name, in brackets, may hold anything. User and system time are fields 14 and 15.
        let fields = line.suffix(from: line.lastIndex(of: ")") ?? line.startIndex).split(separator: " ")
        let ticks = fields.count > 12 ? (Double(fields[11]) ?? 0) + (Double(fields[12]) ?? 0) : 0
        processorSeconds = ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Has a process's peak of memory begin anew: proc(5), `clear_refs`.
    static func resetPeak(of process: pid_t) throws {
        try Data("5".utf8).write(to: URL(filePath: "/proc/\(process)/clear_refs"))
    }
}
