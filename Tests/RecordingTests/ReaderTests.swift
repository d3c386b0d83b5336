import Chain
import Engine
import Testing

@testable import Recording

@Suite("Reading a recording")
struct ReaderTests {
    /// A recording of a few events, and where each of its pieces begins.
    private static func recording() throws -> (bytes: [UInt8], pieces: [Int]) {
        var bytes = RecordingEncoder.beginning(RecordingHeader(software: "tests", settings: EngineSettings()))
        var pieces = [8, bytes.count]
        for event in try Samples().events.prefix(6) {
            let time = Instant(wall: .unixEpoch, monotonic: Nanoseconds(Int64(bytes.count)))
            bytes += try #require(RecordingEncoder.event(event, at: time, Samples().effects.suffix(2)))
            pieces.append(bytes.count)
        }
        return (bytes + RecordingEncoder.end(), pieces)
    }

    private static func read(_ bytes: [UInt8]) throws -> (events: [RecordedEvent], end: RecordingEnd?) {
        var reader = try RecordingReader(bytes)
        var events: [RecordedEvent] = []
        while let event = try reader.next() { events.append(event) }
        #expect(try reader.next() == nil)
        #expect(reader.eventCount == events.count)
        return (events, reader.end)
    }

    @Test("Events come in order, with their times and effects, and the end says how it was")
    func whole() throws {
        let (bytes, _) = try ReaderTests.recording()
        let (events, end) = try ReaderTests.read(bytes)
        #expect(end == .complete)
        #expect(events.map(\.event.kind) == (try Samples().events.prefix(6).map(\.kind)))
        #expect(
            events.map(\.effects) == (try events.map { _ in try Samples().effects.suffix(2).map { EffectTrace($0) } }))
        #expect(zip(events, events.dropFirst()).allSatisfy { $0.time.monotonic < $1.time.monotonic })
        let stopped = bytes.dropLast(RecordingEncoder.end().count) + RecordingEncoder.end(stoppedBecause: "of a disk")
        #expect(try ReaderTests.read(Array(stopped)).end == .stopped("of a disk"))
    }

    @Test("Cut anywhere, a recording gives the events that are whole, and says that it is torn")
    func torn() throws {
        let (bytes, pieces) = try ReaderTests.recording()
        for count in 0..<bytes.count {
            let cut = Array(bytes.prefix(count))
            if count < pieces[1] {
                #expect(throws: RecordingError.self, "\(count)") { try ReaderTests.read(cut) }
            } else {
                let (events, end) = try ReaderTests.read(cut)
                let whole = pieces.dropFirst().lastIndex { $0 <= count } ?? 0
                #expect(events.count == whole - 1)
                #expect(end == .torn(count - pieces[whole]))
            }
        }
    }

    @Test("A byte that is another anywhere is noticed, and the event in which it is named")
    func changed() throws {
        let (bytes, pieces) = try ReaderTests.recording()
        for place in bytes.indices {
            for flip: UInt8 in [1, 0x80] {
                var changed = bytes
                changed[place] ^= flip
                #expect { try ReaderTests.read(changed) } throws: { error in
                    switch error as? RecordingError {
                    case .notARecording: place < 7
                    case .otherVersion(let version): place == 7 && version == Frame.magic[7] ^ flip
                    case .damaged(_, let event, _): event == (pieces.lastIndex { $0 <= place } ?? -1)
                    case nil: false
                    }
                }
            }
        }
    }

    @Test("Something else is refused, and so is what comes behind the end")
    func others() throws {
        #expect { try RecordingReader(Array("a text, and no recording".utf8)) } throws: {
            "\($0)".hasPrefix("no recording")
        }
        #expect(throws: RecordingError.notARecording) { try RecordingReader([]) }
        let (bytes, _) = try ReaderTests.recording()
        #expect(throws: RecordingError.self) { try ReaderTests.read(bytes + [0]) }
        #expect(throws: RecordingError.self) { try ReaderTests.read(Array(bytes.prefix(8)) + RecordingEncoder.end()) }
    }

    @Test("Random pieces with right checksums are events or errors, never the end of the process")
    func randomPieces() throws {
        var generator = SeededGenerator(seed: 5)
        let beginning = RecordingEncoder.beginning(RecordingHeader(software: "tests", settings: EngineSettings()))
        for _ in 0..<3_000 {
            let body = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            let kind: Frame.Kind = Bool.random(using: &generator) ? .event : .end
            let piece = try #require(Frame.bytes(kind) { $0.raw(body) })
            _ = try? ReaderTests.read(beginning + piece)
            let header = try #require(Frame.bytes(.header) { $0.raw(body) })
            #expect(throws: (any Error).self) { try ReaderTests.read(Frame.magic + header) }
        }
    }

    @Test("A length that a file claims reserves nothing")
    func claimedLength() throws {
        var bytes = RecordingEncoder.beginning(RecordingHeader(software: "tests", settings: EngineSettings()))
        var length: [UInt8] = [0, 0, 0, 0x40]
        let checksum = Frame.checksum(length[...])
        length += (0..<4).map { UInt8(truncatingIfNeeded: checksum >> (8 * UInt32($0))) } + [0, 0, 0, 0, 2]
        bytes += length
        let (events, end) = try ReaderTests.read(bytes)
        #expect(events.isEmpty && end == .torn(13))
    }
}
