import Foundation

/// What a process writes to one of its streams, line by line, kept as it comes.
final class OutputLines: @unchecked Sendable {
    private let condition = NSCondition()
    // All under `condition`.
    private var lines: [String] = []
    private var isEnded = false

    /// Reads until the stream's other end is closed, on a thread of its own, then closes it.
    init(reading descriptor: Int32) {
        let thread = Thread { [self] in
            var rest: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = read(descriptor, &chunk, chunk.count)
                if count < 0 && errno == EINTR { continue }
                if count <= 0 { break }
                rest.append(contentsOf: chunk[..<count])
                while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    add(String(decoding: rest[..<end], as: UTF8.self))
                    rest.removeFirst(end + 1)
                }
            }
            if !rest.isEmpty { add(String(decoding: rest, as: UTF8.self)) }
            close(descriptor)
            condition.withLock {
                isEnded = true
                condition.broadcast()
            }
        }
        thread.start()
    }

    private func add(_ line: String) {
        condition.withLock {
            lines.append(line)
            condition.broadcast()
        }
    }

    /// The first line with this text, once it is there; nil when the stream ends or the time is up without it.
    func line(with text: String, within seconds: Double = patience) -> String? {
        let deadline = Date(timeIntervalSinceNow: seconds)
        return condition.withLock {
            var seen = 0
            while true {
                while seen < lines.count {
                    if lines[seen].contains(text) { return lines[seen] }
                    seen += 1
                }
                if isEnded || !condition.wait(until: deadline) { return nil }
            }
        }
    }

    /// The lines with this text that are there now.
    func lines(with text: String) -> [String] {
        condition.withLock { lines.filter { $0.contains(text) } }
    }

    /// The line with this number, from 0, once it is there; nil when the stream ends or the time is up without it.
    func line(numbered number: Int, within seconds: Double = patience) -> String? {
        let deadline = Date(timeIntervalSinceNow: seconds)
        return condition.withLock {
            while lines.count <= number && !isEnded && condition.wait(until: deadline) {}
            return number < lines.count ? lines[number] : nil
        }
    }

    /// Everything, once the stream has ended.
    func all(within seconds: Double = patience) -> [String] {
        let deadline = Date(timeIntervalSinceNow: seconds)
        return condition.withLock {
            while !isEnded, condition.wait(until: deadline) {}
            return lines
        }
    }
}
