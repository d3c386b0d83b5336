import Chain
import Testing

@testable import PeerProtocol

@Suite("Flow")
struct FlowTests {
    private func time(_ milliseconds: Int64) -> Nanoseconds { Nanoseconds(milliseconds * 1_000_000) }

    @Test("A bucket lets pass what its rate allows over any time, whatever the steps")
    func rate() {
        for seed in 0..<50 {
            var generator = SeededGenerator(state: UInt64(seed))
            let rate = Int.random(in: 1...10_000_000, using: &generator)
            var bucket = TokenBucket(rate: rate, at: .zero), now = Int64(0), passed = Int64(0)
            for _ in 0..<500 {
                now += Int64.random(in: 0...50_000_000, using: &generator)
                while bucket.isOpen(at: Nanoseconds(now)) {
                    let size = Int.random(in: 1...2000, using: &generator)
                    bucket.take(size)
                    passed += Int64(size)
                    #expect(passed <= Int64(rate) / 10 + 2000 + now / 1000 * Int64(rate) / 1_000_000 + 1)
                }
            }
            #expect(passed >= now / 1_000_000 * Int64(rate) / 1000 * 9 / 10 - Int64(rate) / 10)
        }
    }

    @Test("A bucket opens when it says")
    func opening() {
        var bucket = TokenBucket(rate: 1000, at: .zero)
        bucket.take(600)
        #expect(bucket.isOpen(at: time(500)) == false)
        let opening = bucket.opening(for: 50)
        #expect(opening == time(550))
        #expect(bucket.isOpen(at: opening) == true)
    }

    @Test("Without a rate, nothing is held back; extreme numbers trap nothing")
    func extremes() {
        var free = TokenBucket(rate: 0, at: .zero)
        free.take(.max)
        #expect(free.isOpen(at: .zero) && free.opening(for: 5) == .zero)
        var fast = TokenBucket(rate: .max, at: Nanoseconds(.min))
        fast.take(.max)
        #expect(fast.isOpen(at: Nanoseconds(.max)) == true)
        fast.take(.max)
        _ = fast.opening(for: .max)
        var negative = TokenBucket(rate: -5, at: .zero)
        #expect(negative.isOpen(at: .zero) == true)
    }

    @Test("A meter's rates are those of the time that passed")
    func meter() {
        var meter = TrafficMeter(at: instant())
        meter.count(1000, at: instant(0.05))
        #expect(meter.sampleCount == 0 && meter.byteCount == 0)
        meter.count(1000, at: instant(0.1))
        #expect(meter.sampleCount == 1 && meter.byteCount == 2000)
        #expect(meter.instantRate == 20_000 && meter.currentRate == 20_000 && meter.peakRate == 20_000)
        meter.count(0, at: instant(1.1))
        #expect(meter.instantRate == 0 && meter.peakRate == 20_000)
        // e^-1 of it is left.
        #expect((7200...7500).contains(meter.currentRate))
        #expect((1817...1819).contains(meter.averageRate))
        #expect(meter.duration == Nanoseconds(1_100_000_000))
        #expect(meter.idle(at: instant(2.1)) == .seconds(2))
        meter.count(.max, at: instant(3))
        meter.count(.max, at: instant(4))
        #expect(meter.byteCount == .max)
    }

    @Test("Random bytes in a queue come out as they went in")
    func queue() throws {
        var generator = SeededGenerator(state: 9)
        var queue = ByteQueue(), model: [UInt8] = []
        for _ in 0..<2000 {
            let bytes = generator.bytes(Int.random(in: 0...50, using: &generator))
            bytes.withUnsafeBytes { queue.append($0) }
            model += bytes
            let count = Int.random(in: 0...60, using: &generator)
            #expect(queue.take(count) == Array(model.prefix(count)))
            model.removeFirst(min(count, model.count))
            #expect(queue.count == model.count)
            #expect(queue.withUnsafeBytes { Array($0) } == model)
        }
    }
}
