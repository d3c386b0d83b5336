import Chain
import Consensus
import Engine
import Simulator
import Testing

@testable import Recording

@Suite("Replaying recordings")
struct ReplayTests {
    private struct Life: Hashable {
        let node: Int
        let life: Int
    }

    /// A recording for each start of each node of a world, without the end.
    private static func record(_ scenario: Scenario) throws -> (lives: [Life: [UInt8]], events: Int) {
        let world = try World(scenario)
        var lives: [Life: [UInt8]] = [:]
        var events = 0
        world.recorder = { step in
            let header = RecordingHeader(software: "tests", settings: step.settings)
            let piece = RecordingEncoder.event(step.event, at: step.time, step.effects) ?? []
            lives[Life(node: step.node, life: step.life), default: RecordingEncoder.beginning(header)] += piece
            events += 1
        }
        #expect(world.run() == nil)
        return (lives, events)
    }

    private static func replay(_ bytes: [UInt8]) throws -> ReplayOutcome {
        var replay = Replay(try RecordingReader(bytes))
        return try replay.run()
    }

    /// A longer recording, as events with effects.
    private static func longest() throws -> (header: RecordingHeader, events: [RecordedEvent]) {
        let lives = try record(Harvest.scenario(3, heights: 6)).lives
        var reader = try RecordingReader(try #require(lives.values.max { $0.count < $1.count }))
        var events: [RecordedEvent] = []
        while let event = try reader.next() { events.append(event) }
        return (reader.header, events)
    }

    private static func bytes(_ header: RecordingHeader, _ events: [RecordedEvent]) throws -> [UInt8] {
        try events.reduce(RecordingEncoder.beginning(header)) { bytes, event in
            bytes + (try #require(Frame.bytes(.event) { $0.recorded(event) }))
        } + RecordingEncoder.end()
    }

    @Test(
        "Every engine of worlds with crashes, liars and partitions does the same again",
        arguments: Array(1...5) + [12, 22, 35])
    func worlds(seed: UInt64) throws {
        let (lives, events) = try ReplayTests.record(Harvest.scenario(seed, heights: 6))
        var replayed = 0
        for (life, bytes) in lives {
            let outcome = try ReplayTests.replay(bytes + RecordingEncoder.end())
            #expect(outcome.difference == nil, "node \(life.node), start \(life.life)")
            #expect(outcome.end == .complete)
            replayed += outcome.events
        }
        #expect(replayed == events)
    }

    @Test("Among these worlds are some with crashes, so that engines start from a log")
    func crashes() throws {
        let (lives, _) = try ReplayTests.record(Harvest.scenario(1, heights: 6))
        #expect(lives.keys.contains { $0.life > 2 })
        let records = try lives.values.map { bytes in
            var reader = try RecordingReader(bytes)
            guard case .start(let point)? = try reader.next()?.event else { return 0 }
            return point.records.count
        }
        #expect(records.contains { $0 > 0 })
    }

    @Test("A torn recording is replayed as far as it goes, and said to be torn")
    func torn() throws {
        let (header, events) = try ReplayTests.longest()
        let bytes = try ReplayTests.bytes(header, events)
        let outcome = try ReplayTests.replay(Array(bytes.prefix(bytes.count * 2 / 3)))
        #expect(outcome.difference == nil)
        #expect(outcome.events > 0 && outcome.events < events.count)
        guard case .torn? = outcome.end else {
            Issue.record("it ends \(String(describing: outcome.end))")
            return
        }
    }

    @Test("A changed byte in an effect is noticed; the event and both effects are named")
    func changedEffect() throws {
        let (header, events) = try ReplayTests.longest()
        for index in stride(from: 0, to: events.count, by: max(1, events.count / 40)) {
            guard let first = events[index].effects.first else { continue }
            var changed = events
            var digest = first.digest
            digest[3] ^= 1
            let other = EffectTrace(kind: first.kind, digest: digest)
            changed[index] = RecordedEvent(
                events[index].event, at: events[index].time, effects: [other] + events[index].effects.dropFirst())
            let difference = try ReplayTests.replay(ReplayTests.bytes(header, changed)).difference
            #expect(difference?.event == index + 1 && difference?.kind == events[index].event.kind)
            let text = try #require(difference.map { "\($0)" })
            #expect(text.contains("event \(index + 1) (") && text.contains("effect 1:"))
            #expect(text.contains("recorded \(other)") && text.contains("replayed \(first)"))
        }
    }

    @Test("A byte changed in a transaction, and effects that are missing or too many, are noticed")
    func changedEvent() throws {
        let (header, events) = try ReplayTests.longest()
        let index = try #require(
            events.firstIndex { event in
                if case .submitted = event.event { !event.effects.isEmpty } else { false }
            })
        guard case .submitted(let transaction, let client, let mode) = events[index].event else { return }
        var bytes = transaction.bytes
        bytes[0] ^= 1
        let event = Event.submitted(Transaction(bytes), by: client, mode: mode)
        let variants = [
            RecordedEvent(event, at: events[index].time, effects: events[index].effects),
            RecordedEvent(events[index].event, at: events[index].time, effects: []),
            RecordedEvent(
                events[index].event, at: events[index].time,
                effects: events[index].effects + [EffectTrace(kind: 200, digest: Array(repeating: 0, count: 8))]),
        ]
        let texts = try variants.map { variant in
            var changed = events
            changed[index] = variant
            let difference = try #require(try ReplayTests.replay(ReplayTests.bytes(header, changed)).difference)
            #expect(difference.event == index + 1)
            return "\(difference)"
        }
        #expect(texts[0].contains("recorded callCheckTx") && texts[0].contains("replayed callCheckTx"))
        #expect(texts[1].contains("recorded nothing"))
        #expect(texts[2].contains("recorded effect of kind 200") && texts[2].contains("replayed nothing"))
    }

    @Test("Other settings, or no start, are noticed")
    func otherBeginning() throws {
        let (header, events) = try ReplayTests.longest()
        var settings = header.settings
        settings.consensus.timeouts.propose = Nanoseconds(milliseconds: 301)
        let other = RecordingHeader(software: "tests", settings: settings)
        #expect(try ReplayTests.replay(ReplayTests.bytes(other, events)).difference != nil)
        let headless = try ReplayTests.replay(ReplayTests.bytes(header, Array(events.dropFirst())))
        #expect(headless.difference?.problem == .noStart)
    }
}
