import CMallocCount
import Glibc

/// What one operation costs: the median of several runs, and the allocations of one.
struct Measurement {
    private static let runs = 9
    /// How long a run should take at least.
    private static let runNanoseconds: UInt64 = 40_000_000

    private let name: String
    private let nanoseconds: Double
    private let allocations: Double
    private let bytes: Double

    init(of operation: Operation) {
        name = operation.name
        operation.run(1)  // what is made once is made now
        var count = 1
        while Measurement.time(operation, count) < Measurement.runNanoseconds && count < 1 << 30 { count *= 2 }
        let times = (0..<Measurement.runs).map { _ in Measurement.time(operation, count) }.sorted()
        nanoseconds = Double(times[Measurement.runs / 2]) / Double(count)
        let before = malloc_counts_now()
        operation.run(count)
        let after = malloc_counts_now()
        allocations = Double(after.calls - before.calls) / Double(count)
        bytes = Double(after.bytes - before.bytes) / Double(count)
    }

    /// A line of the table.
    var row: String {
        "| \(name) | \(Measurement.time(nanoseconds)) | \(Measurement.number(allocations)) | \(Measurement.number(bytes)) |"
    }

    /// The thread's processor time, which other processes do not add to.
    private static func time(_ operation: Operation, _ count: Int) -> UInt64 {
        let start = clock()
        operation.run(count)
        return clock() - start
    }

    private static func clock() -> UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)
        return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
    }

    private static func time(_ nanoseconds: Double) -> String {
        switch nanoseconds {
        case ..<1_000: "\(Int(nanoseconds.rounded())) ns"
        case ..<1_000_000: "\(number(nanoseconds / 1_000)) µs"
        default: "\(number(nanoseconds / 1_000_000)) ms"
        }
    }

    /// Three figures.
    private static func number(_ value: Double) -> String {
        switch value {
        case ..<10 where value != value.rounded(): "\((value * 100).rounded() / 100)"
        case ..<100 where value != value.rounded(): "\((value * 10).rounded() / 10)"
        default: "\(Int(value.rounded()))"
        }
    }
}
