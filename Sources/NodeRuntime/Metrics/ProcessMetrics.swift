import Foundation
import Monitoring

/// What Prometheus' client libraries say of every process, by the same names.
enum ProcessMetrics {
    static func families() -> [MetricFamily] {
        var families: [MetricFamily] = []
        func add(_ kind: MetricFamily.Kind, _ name: String, _ help: String, _ value: Double?) {
            if let value { families.append(MetricFamily(kind, "process_\(name)", help, [.init(.number(value))])) }
        }
        let fields = statistics()
        let ticks = Double(max(1, sysconf(Int32(_SC_CLK_TCK))))
        let pages = Double(max(1, sysconf(Int32(_SC_PAGESIZE))))
        // Of `/proc/self/stat`, by proc(5), counted from the field behind the program's name: 14, 15, 23, 24.
        let times = [11, 12].compactMap { fields.count > $0 ? fields[$0] : nil }
        add(
            .counter, "cpu_seconds_total", "Seconds of processor time, the system's included.",
            times.count == 2 ? times.reduce(0, +) / ticks : nil)
        add(
            .gauge, "virtual_memory_bytes", "Bytes of address space.", fields.count > 20 ? fields[20] : nil)
        add(
            .gauge, "resident_memory_bytes", "Bytes in memory.",
            fields.count > 21 ? fields[21] * pages : nil)
        let descriptors = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
        add(.gauge, "open_fds", "Open file descriptors.", descriptors.map(Double.init))
        return families
    }

    /// The numbers behind the program's name and state.
    private static func statistics() -> [Double] {
        guard let text = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8),
            let name = text.lastIndex(of: ")")
        else { return [] }
        return text[text.index(after: name)...].split(separator: " ").map { Double($0) ?? 0 }
    }
}
