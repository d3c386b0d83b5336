import Foundation
import Testing

/// What decides must be pure: no clock, no chance, no task, no lock, no file, no logger, no floating point.
private let pureTargets: Set<String> = [
    "Wire", "JSON", "Cryptography", "Chain", "PeerMessages", "ABCI", "MerkleMap", "Transactions", "LightClient",
    "Execution", "KVStore", "ContentRegistry", "Mempool", "Evidence", "Consensus", "PeerProtocol", "Sync", "Engine",
    "Recording", "Checkpoints",
]

private let impure: [(pattern: String, reason: String)] = [
    (#"\b(Foundation|FoundationEssentials|Dispatch|Glibc|Synchronization|Logging|Metrics)\b"#, "the world outside"),
    (#"\b(ContinuousClock|SuspendingClock|Date|clock_gettime|gettimeofday)\b"#, "a clock"),
    (#"\b(SystemRandomNumberGenerator|shuffled|randomElement)\b|\.random\("#, "chance"),
    (#"(?<!\.)(?<!case )\b(Task|TaskGroup|actor|async|await|AsyncStream|CheckedContinuation)\b"#, "concurrency"),
    (#"\b(Mutex|NSLock|Atomic|pthread_\w+)\b"#, "a lock"),
    (#"\b(print|debugPrint|dump|readLine)\("#, "the terminal"),
    (#"\b(Double|Float|Float16|CGFloat)\b"#, "floating point"),
]

private let neverAnywhere: [(pattern: String, reason: String)] = [
    (#"\btry!|\bas!"#, "a trap"),
    (
        #"\b(fatalError|precondition|preconditionFailure|assert|assertionFailure)\("#,
        "a trap without a name: use invariant"
    ),
    (#"\b(TODO|FIXME|XXX)\b"#, "unfinished"),
    (#"^\s*(public|open)\s"#, "public: package is the widest access here"),
    (#"\bunsafeBitCast\b|\bnonisolated\(unsafe\)"#, "unsafe"),
    (#"static var \w+(:[^={]+)?\s*=(?!=)"#, "global state"),
]

@Suite("Banned calls")
struct BannedCallTests {
    @Test("Layers 0 to 2 hold nothing that could differ between two runs")
    func purity() throws {
        for file in try SourceFile.all(below: "Sources") where pureTargets.contains(file.target) {
            try report(impure, in: file)
        }
    }

    @Test("No source traps without naming its invariant, is unfinished, or keeps global state")
    func everywhere() throws {
        for file in try SourceFile.all(below: "Sources") {
            try report(neverAnywhere, in: file)
        }
    }

    /// What is read there was never verified here: it may be compared, never acted on.
    @Test("Only the replay reads recordings")
    func recordings() throws {
        let readers: Set<String> = ["Recording", "daon-simulate"]
        for file in try SourceFile.all(below: "Sources") where !readers.contains(file.target) {
            let rule = (
                pattern: #"\bRecordingReader\b|\bEvidenceFinding(\(protobuf|\.self)"#, reason: "reads a recording"
            )
            try report([rule], in: file)
        }
    }

    @Test("A file is one type and a few screens: at most 500 lines")
    func fileLength() throws {
        for file in try SourceFile.all(below: "Sources") + SourceFile.all(below: "Tests") where file.lines.count > 500 {
            Issue.record("\(file.path) has \(file.lines.count) lines")
        }
    }

    private func report(
        _ rules: [(pattern: String, reason: String)], in file: SourceFile
    ) throws {
        for (pattern, reason) in rules {
            let expression = try NSRegularExpression(pattern: pattern)
            for (index, line) in file.lines.enumerated() {
                let range = NSRange(line.startIndex..., in: line)
                if expression.firstMatch(in: line, range: range) != nil {
                    Issue.record("\(file.path):\(index + 1): \(reason): \(line.trimmingCharacters(in: .whitespaces))")
                }
            }
        }
    }
}
