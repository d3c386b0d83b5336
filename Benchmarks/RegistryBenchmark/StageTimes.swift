import Glibc

/// What the stages of blocks took: time that passed, and time of all processors.
struct StageTimes {
    /// The stages in the order in which they came first.
    private var names: [String] = []
    private var times: [String: (passed: Double, used: Double)] = [:]

    mutating func measure<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
        let (passed, used) = (StageTimes.now(CLOCK_MONOTONIC), StageTimes.now(CLOCK_PROCESS_CPUTIME_ID))
        defer {
            if times[name] == nil { names.append(name) }
            times[name, default: (0, 0)].passed += StageTimes.now(CLOCK_MONOTONIC) - passed
            times[name, default: (0, 0)].used += StageTimes.now(CLOCK_PROCESS_CPUTIME_ID) - used
        }
        return try body()
    }

    /// Microseconds a record.
    func text(records: Int) -> String {
        let lines = names.map { name in
            let time = times[name, default: (0, 0)]
            return line(name, time.passed, time.used, records)
        }
        let all = times.values.reduce((0, 0)) { ($0.0 + $1.passed, $0.1 + $1.used) }
        return (lines + [line("all", all.0, all.1, records)]).joined(separator: "\n")
    }

    private func line(_ name: String, _ passed: Double, _ used: Double, _ records: Int) -> String {
        func short(_ seconds: Double) -> String {
            String(Int((seconds / Double(records) * 1e7).rounded())).withPoint
        }
        return "  \(name): \(short(passed)) µs a record, \(short(used)) µs of processors"
    }

    private static func now(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

extension String {
    /// Digits with a point in front of the last one.
    fileprivate var withPoint: String {
        let digits = String(repeating: "0", count: max(0, 2 - count)) + self
        return "\(digits.dropLast()).\(digits.suffix(1))"
    }
}
