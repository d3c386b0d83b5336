import Foundation

/// The memory of a process, in bytes, as the kernel counts it.
struct ProcessMemory {
    let identifier: pid_t

    /// What it has now.
    var resident: Int { get throws { try read("VmRSS") } }

    /// The most it has had since `resetPeak`.
    var peak: Int { get throws { try read("VmHWM") } }

    func resetPeak() throws {
        try Data("5".utf8).write(to: URL(filePath: "/proc/\(identifier)/clear_refs"))
    }

    private func read(_ name: String) throws -> Int {
        let text = try String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name) }),
            let kilobytes = line.split(separator: " ").compactMap({ Int($0) }).first
        else { throw TestError("no \(name)") }
        return kilobytes * 1_024
    }
}
