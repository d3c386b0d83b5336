import Foundation

/// The writes and syncs of a node, in the order in which `strace` saw them.
struct SystemCalls {
    static let tracer = "/usr/bin/strace"

    enum Target: Equatable {
        case log
        case store
        case signState
        /// A connection, the terminal, any other file.
        case elsewhere
    }

    enum Event {
        /// A write that begins, with the bytes as they are written in the trace.
        case write(Target, Substring)
        /// A sync that has ended; it covers all writes before its beginning.
        case sync(Target, begun: Int)
    }

    private(set) var events: [Event] = []

    static func arguments(_ file: String) -> [String] {
        [
            tracer, "-f", "-qq", "-y", "-xx", "-s", "16384", "-e", "signal=none", "-o", file, "-e",
            "trace=write,pwrite64,writev,pwritev,sendto,sendmsg,fsync,fdatasync",
        ]
    }

    /// Reads what `strace` has written.
    init(_ text: String) {
        var waiting: [Substring: (target: Target, begun: Int)] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
            guard words.count == 2 else { continue }
            let (thread, call) = (words[0], words[1].drop { $0 == " " })
            let isSync = call.hasPrefix("fsync(") || call.hasPrefix("fdatasync(")
            if call.hasPrefix("<... ") {
                if let (target, begun) = waiting.removeValue(forKey: thread) {
                    events.append(.sync(target, begun: begun))
                }
            } else if isSync && call.hasSuffix("<unfinished ...>") {
                waiting[thread] = (SystemCalls.target(call), events.count)
            } else if isSync {
                events.append(.sync(SystemCalls.target(call), begun: events.count))
            } else {
                events.append(.write(SystemCalls.target(call), call))
            }
        }
    }

    private static func target(_ call: Substring) -> Target {
        let path = call.prefix { $0 != ">" }.drop { $0 != "<" }
        if path.contains(written("/consensus.log/")) { return .log }
        if path.contains(written("/chain.lmdb/")) { return .store }
        return path.contains(written("/priv_validator_state.json")) ? .signState : .elsewhere
    }

    /// Bytes as they are in the trace.
    static func written(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { "\\x" + String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    static func written(_ text: String) -> String { written(text.utf8) }

    /// The text of what is written in the trace, from a mark on up to the next quotation mark.
    static func text(in call: Substring, from mark: String, count: Int) -> String? {
        guard let start = call.range(of: written(mark))?.upperBound else { return nil }
        let bytes = call[start...].prefix(4 * count).split(separator: "\\x").map { UInt8($0, radix: 16) ?? 0 }
        return bytes.count == count ? String(decoding: bytes, as: UTF8.self) : nil
    }
}
