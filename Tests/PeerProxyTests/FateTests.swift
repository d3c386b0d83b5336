import Chain
import PeerMessages
import Testing

@testable import peer_proxy

@Suite("Fates of messages")
struct FateTests {
    private let delays = DelaySpread(milliseconds: 10, 500)

    private func fates(_ count: Int, seed: UInt64, stream: [UInt64], _ rates: LossRates?) throws -> [Fate] {
        let rates = try #require(rates), delays = try #require(delays)
        var generator = FateGenerator(seed: seed, stream: stream)
        return (0..<count).map { _ in generator.next(rates, delays) }
    }

    @Test("The same seed and stream give the same fates, and any other others")
    func reproducible() throws {
        let rates = LossRates(dropped: 15, delayed: 15)
        let first = try fates(200, seed: 7, stream: [0, 1, 0x22], rates)
        #expect(try fates(200, seed: 7, stream: [0, 1, 0x22], rates) == first)
        for (seed, stream) in [(8, [0, 1, 0x22]), (7, [1, 0, 0x22]), (7, [0, 1, 0x21])] as [(UInt64, [UInt64])] {
            #expect(try fates(200, seed: seed, stream: stream, rates) != first)
        }
    }

    @Test("As many are dropped and late as asked for, and each late one by a time within the spread")
    func shares() throws {
        let fates = try fates(20_000, seed: 1, stream: [3], LossRates(dropped: 20, delayed: 10))
        let lengths = fates.compactMap { if case .delayed(let length) = $0 { length } else { nil } }
        let dropped = fates.count { $0 == .dropped }
        #expect((3_800...4_200).contains(dropped), "\(dropped)")
        #expect((1_850...2_150).contains(lengths.count), "\(lengths.count)")
        let spread = try #require(delays)
        #expect(lengths.allSatisfy { (spread.shortest...spread.longest).contains($0) })
        let middle = Nanoseconds((spread.shortest.rawValue + spread.longest.rawValue) / 2)
        let late = lengths.count { $0 > middle }
        #expect((lengths.count * 4 / 10...lengths.count * 6 / 10).contains(late), "\(late)")
    }

    @Test("What is dropped at some rate is dropped at a higher one")
    func monotone() throws {
        let few = try fates(500, seed: 2, stream: [], LossRates(dropped: 10, delayed: 0))
        let many = try fates(500, seed: 2, stream: [], LossRates(dropped: 40, delayed: 30))
        for (few, many) in zip(few, many) where few == .dropped { #expect(many == .dropped) }
    }

    @Test("Shares beyond a hundred and spreads that end before they begin are none")
    func refusals() {
        #expect(LossRates(dropped: 60, delayed: 41) == nil)
        #expect(LossRates(dropped: -1, delayed: 0) == nil)
        #expect(DelaySpread(milliseconds: 10, 9) == nil)
        #expect(DelaySpread(milliseconds: 0, 3_600_001) == nil)
        #expect(DelaySpread(milliseconds: 5, 5) != nil)
    }
}
