import ArgumentParser
import Chain
import Files
import Recording

/// A recording on the disk.
enum RecordingFile {
    /// Exit code when the effects are others.
    static let different = ExitCode(1)
    /// Exit code when a file cannot be read or written.
    static let unusable = ExitCode(2)

    /// Does something with files; what goes wrong is said, and ends the program.
    static func reporting<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            print("error: \(error)")
            throw unusable
        }
    }

    /// Handles the file's events again and says what came of it.
    static func replay(_ path: String) throws {
        let clock = ContinuousClock()
        let start = clock.now
        let outcome: ReplayOutcome
        do {
            let file = try OpenFile(path, for: .reading)
            let reader = try RecordingReader { try file.next(atMost: $0) }
            print("\(path): recorded by \(reader.header.software)")
            var replay = Replay(reader)
            outcome = try replay.run()
        } catch {
            print("error: \(error is FileError ? "\(error)" : "\(path): \(error)")")
            throw unusable
        }
        let elapsed = Nanoseconds(clock.now - start)
        print(
            "events \(outcome.events), effects \(outcome.effects), height \(outcome.height), "
                + "recorded in \(outcome.duration.seconds) s, replayed in \(elapsed.seconds) s")
        if let difference = outcome.difference {
            print("different: \(difference)")
            throw different
        }
        print("the same; the recording is \(outcome.end.map { "\($0)" } ?? "without an end")")
    }
}

extension Nanoseconds {
    /// The length of a duration, cut to nanoseconds.
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(Nanoseconds.seconds(seconds).rawValue &+ attoseconds / 1_000_000_000)
    }

    /// Seconds with one decimal, for who reads.
    var seconds: String { "\(rawValue / 1_000_000_000).\(rawValue % 1_000_000_000 / 100_000_000)" }
}
