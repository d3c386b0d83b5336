import Chain
import Dispatch
import Engine
import Foundation
import Recording
import Synchronization
import Testing

@testable import NodeRuntime

@Suite("The recorder")
struct EventRecorderTests {
    /// What was written, and a way to hold up whoever writes.
    private final class Disk: Sendable {
        private let bytes: Mutex<[UInt8]> = Mutex([])
        private let reason: Mutex<String?> = Mutex(nil)
        let isWriting = DispatchSemaphore(value: 0)
        let mayWrite = DispatchSemaphore(value: 0)
        let hasEnded = DispatchSemaphore(value: 0)
        private let freeWrites: Int
        private let writesMaximum: Int
        private let writes = Mutex(0)

        /// - Parameters:
        ///   - freeWrites: How many writes wait for nothing; later ones wait for `mayWrite`.
        ///   - writesMaximum: How many writes do not fail.
        init(freeWrites: Int = .max, writesMaximum: Int = .max) {
            self.freeWrites = freeWrites
            self.writesMaximum = writesMaximum
        }

        func write(_ more: [UInt8]) throws {
            let number = writes.withLock { count in
                count += 1
                return count
            }
            isWriting.signal()
            if number > freeWrites { mayWrite.wait() }
            if number > writesMaximum { throw CancellationError() }
            bytes.withLock { $0 += more }
        }

        func end(_ text: String) {
            reason.withLock { $0 = text }
            hasEnded.signal()
        }

        var contents: [UInt8] { bytes.withLock { $0 } }
        var ending: String? { reason.withLock { $0 } }
    }

    private func recorder(_ disk: Disk, heldBytesMaximum: Int = 1 << 30, chunkBytes: Int = 1 << 20) -> EventRecorder {
        var limits = EventRecorder.Limits()
        limits.heldBytesMaximum = heldBytesMaximum
        limits.chunkBytes = chunkBytes
        return EventRecorder(
            RecordingHeader(software: "tests", settings: EngineSettings()), limits: limits,
            write: { try disk.write($0) }, ended: { disk.end($0) })
    }

    private func record(_ recorder: EventRecorder, _ numbers: Range<Int>) {
        for number in numbers {
            let time = Instant(wall: .unixEpoch, monotonic: Nanoseconds(Int64(number)))
            recorder.record(.submitted(Transaction([1, 2]), by: ClientID(UInt64(number)), mode: .sync), at: time, [])
        }
    }

    /// The clients of the recorded submissions, and how the recording ends.
    private func read(_ disk: Disk) throws -> (clients: [UInt64], end: RecordingEnd?) {
        var reader = try RecordingReader(disk.contents)
        var clients: [UInt64] = []
        while let recorded = try reader.next() {
            if case .submitted(_, let client, _) = recorded.event { clients.append(client.rawValue) }
        }
        return (clients, reader.end)
    }

    @Test("Everything that was handed over is in the file, in order, and then the end")
    func whole() throws {
        let disk = Disk()
        let recorder = recorder(disk)
        record(recorder, 0..<5_000)
        let ended = recorder.close()?.join(until: .now() + .seconds(60))
        #expect(ended == true)
        record(recorder, 5_000..<5_001)
        let (clients, end) = try read(disk)
        #expect(clients == Array(0..<5_000))
        #expect(end == .complete && disk.ending == nil)
    }

    @Test("A disk that is too slow ends the recording, never the handing over, and the file says so")
    func slowDisk() throws {
        let disk = Disk(freeWrites: 1)
        let recorder = recorder(disk, heldBytesMaximum: 2_100 * 100)
        // The beginning is written; then the disk stands still, and handing over goes on all the same.
        record(recorder, 0..<1_000)
        for _ in 0..<100 { disk.mayWrite.signal() }
        #expect(disk.hasEnded.wait(timeout: .now() + .seconds(60)) == .success)
        record(recorder, 1_000..<1_100)
        _ = recorder.close()?.join(until: .now() + .seconds(60))
        let (clients, end) = try read(disk)
        #expect(clients == Array(0..<UInt64(clients.count)))
        #expect(clients.count >= 50 && clients.count <= 102)
        #expect(disk.ending?.hasPrefix("the disk was too slow") == true)
        #expect(end == disk.ending.map(RecordingEnd.stopped))
    }

    @Test("A write that fails ends the recording; what was written stays")
    func failingDisk() throws {
        let disk = Disk(writesMaximum: 3)
        let recorder = recorder(disk, chunkBytes: 1)
        record(recorder, 0..<10)
        #expect(disk.hasEnded.wait(timeout: .now() + .seconds(60)) == .success)
        record(recorder, 10..<20)
        _ = recorder.close()?.join(until: .now() + .seconds(60))
        let (clients, end) = try read(disk)
        #expect(clients == [0, 1])
        #expect(end == .torn(0))
    }

    @Test("A file's place is never taken, and a disk's last room is left to the node")
    func file() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "recording-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try RecordingFile.check(path)
        let file = try RecordingFile(path)
        try file.append([1, 2])
        try file.append([3])
        #expect(FileManager.default.contents(atPath: path) == Data([1, 2, 3]))
        #expect { try RecordingFile.check(path) } throws: { "\($0)".contains("exists already") }
        #expect { try RecordingFile(path) } throws: { "\($0)".contains("exists already") }
        try FileManager.default.removeItem(atPath: path)
        let full = try RecordingFile(path, freeBytesMinimum: .max)
        #expect { try full.append([1]) } throws: { "\($0)".contains("MiB are free on its disk") }
        #expect(FileManager.default.contents(atPath: path) == Data())
    }
}
