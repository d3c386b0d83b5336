import Chain
import Consensus
import Cryptography
import Engine
import Testing
import Wire

@testable import Recording

@Suite("Events in a recording")
struct EventCodingTests {
    private static func bytes(_ event: Engine.Event) -> [UInt8] {
        var writer = ValueWriter()
        writer.event(event)
        return writer.bytes
    }

    private static func read(_ bytes: [UInt8]) throws(DecodingError) -> Engine.Event {
        var reader = ValueReader(bytes)
        let event = try reader.event()
        try reader.expectEnd()
        return event
    }

    /// Everything that the value holds, to the last stored field.
    private static func contents(_ value: Any) -> String {
        var text = ""
        dump(value, to: &text)
        // The text of objects names them by number, that of sets has any order: events hold neither twice.
        return text
    }

    /// Samples of every kind, from worlds and made by hand.
    private static func samples() throws -> [Engine.Event] {
        let harvest = try Harvest.shared.get()
        let all = harvest.events.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap(\.value)
        return try all + Samples().events
    }

    @Test("Every kind of event comes back with all that it holds")
    func roundTrip() throws {
        let samples = try EventCodingTests.samples()
        let missing = Set(EventKind.allCases).subtracting(samples.map(\.kind))
        #expect(missing == [], "no sample of these")
        #expect(samples.contains { if case .start(let point) = $0 { point.sharedLoss?.restart != nil } else { false } })
        for event in samples {
            let bytes = EventCodingTests.bytes(event)
            let read = try EventCodingTests.read(bytes)
            #expect(EventCodingTests.contents(read) == EventCodingTests.contents(event), "\(event.kind)")
            #expect(EventCodingTests.bytes(read) == bytes, "\(event.kind)")
        }
    }

    @Test("An event that is cut anywhere is refused, and so is one with a byte more")
    func truncation() throws {
        for event in try EventCodingTests.samples() {
            let bytes = EventCodingTests.bytes(event)
            // Of long ones the first bytes, and some of the others.
            let step = max(1, bytes.count / 100)
            for count in Array(0..<min(120, bytes.count)) + stride(from: 0, to: bytes.count, by: step) {
                #expect(throws: DecodingError.self, "\(event.kind) at \(count)") {
                    try EventCodingTests.read(Array(bytes.prefix(count)))
                }
            }
            #expect(throws: DecodingError.self) { try EventCodingTests.read(bytes + [0]) }
        }
    }

    @Test("Damaged and random bytes are an event or an error, never the end of the process")
    func randomBytes() throws {
        var generator = SeededGenerator(seed: 3)
        for event in try EventCodingTests.samples() {
            let bytes = EventCodingTests.bytes(event)
            for _ in 0..<20 {
                var damaged = bytes
                for _ in 0..<Int.random(in: 1...3, using: &generator) {
                    let place = Int.random(in: 0..<damaged.count, using: &generator)
                    damaged[place] = UInt8.random(in: 0...255, using: &generator)
                }
                if let read = try? EventCodingTests.read(damaged) {
                    // What is read is written the same way, so that two recordings of one event never differ.
                    #expect(try EventCodingTests.read(EventCodingTests.bytes(read)).kind == read.kind)
                }
            }
        }
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...80, using: &generator)
            var random = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            if !random.isEmpty { random[0] = UInt8.random(in: 0...27, using: &generator) }
            _ = try? EventCodingTests.read(random)
        }
    }

    @Test("A count that the bytes cannot account for reserves nothing and is refused")
    func counts() throws {
        var writer = ValueWriter()
        writer.unsigned(1 << 40)
        var reader = ValueReader(writer.bytes)
        #expect(throws: DecodingError.self) { try reader.list { reader throws(DecodingError) in try reader.byte() } }
        reader = ValueReader(writer.bytes)
        #expect(throws: DecodingError.self) { try reader.bytes() }
    }

    @Test("Integers have one form")
    func integers() throws {
        for value: UInt64 in [0, 1, 127, 128, 16_383, 16_384, .max / 2, .max - 1, .max] {
            var writer = ValueWriter()
            writer.unsigned(value)
            var reader = ValueReader(writer.bytes)
            #expect(try reader.unsigned() == value)
            #expect(reader.remaining == 0)
        }
        for bytes: [UInt8] in [[0x80, 0], [0xff, 0x80, 0], Array(repeating: 0xff, count: 9) + [2]] {
            var reader = ValueReader(bytes)
            #expect(throws: DecodingError.self) { try reader.unsigned() }
        }
    }

    @Test("A signature that is not its validator's is refused: a recording puts no vote into anyone's mouth")
    func forgedVotes() throws {
        let samples = try Samples()
        var vote = samples.vote
        vote.round = vote.round.next
        var writer = ValueWriter()
        writer.byte(EventKind.voteSigned.rawValue)
        writer.flag(true)
        writer.message(vote)
        writer.message(PublicKey.ed25519(samples.key.publicKey))
        writer.chainID("samples")
        writer.height(5)
        writer.round(2)
        writer.type(.prevote)
        #expect { try EventCodingTests.read(writer.bytes) } throws: { "\($0)".contains("not its validator's") }
    }
}
