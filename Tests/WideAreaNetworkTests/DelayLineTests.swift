import Testing
import WideAreaNetwork

@Suite("The delay line")
struct DelayLineTests {
    private func packet(_ name: UInt8, _ count: Int = 100) -> [UInt8] { [UInt8](repeating: name, count: count) }

    private func names(_ arrivals: [(packet: [UInt8], to: Int)]) -> [[Int]] {
        arrivals.map { [Int($0.packet[0]), $0.to] }
    }

    @Test("A packet arrives when its link's delay has passed, and not before")
    func delay() {
        var line = DelayLine(siteCount: 3)
        line[0, 1].delay = 40
        line[0, 2].delay = 10
        line.send(packet(1), from: 0, to: 1, at: 5)
        line.send(packet(2), from: 0, to: 2, at: 6)
        #expect(line.nextDue == 16)
        #expect(names(line.arrivals(at: 15)) == [])
        #expect(names(line.arrivals(at: 16)) == [[2, 2]])
        #expect(line.nextDue == 45)
        #expect(names(line.arrivals(at: 45)) == [[1, 1]])
        #expect(line.nextDue == nil)
        #expect(line.sent == [200, 0, 0] && line.received == [0, 100, 100])
    }

    @Test("A link that becomes shorter reorders nothing")
    func order() {
        var line = DelayLine(siteCount: 2)
        line[0, 1].delay = 40
        line.send(packet(1), from: 0, to: 1, at: 0)
        line[0, 1].delay = 0
        line.send(packet(2), from: 0, to: 1, at: 1)
        #expect(names(line.arrivals(at: 39)) == [])
        #expect(names(line.arrivals(at: 40)) == [[1, 1], [2, 1]])
    }

    @Test("Packets enter a link no faster than its rate")
    func rate() {
        var line = DelayLine(siteCount: 2)
        line[0, 1].delay = 7
        line[0, 1].bytesPerSecond = 100_000_000_000  // 100 bytes a nanosecond
        for name in 1...3 { line.send(packet(UInt8(name), 1000), from: 0, to: 1, at: 0) }
        line.send(packet(4), from: 1, to: 0, at: 0)
        #expect(names(line.arrivals(at: 16)) == [[4, 0]])
        #expect(names(line.arrivals(at: 17)) == [[1, 1]])
        #expect(names(line.arrivals(at: 37)) == [[2, 1], [3, 1]])
    }

    @Test("A cut loses what is on the way, in both directions, until it is healed; other links do not notice")
    func cut() {
        var line = DelayLine(siteCount: 3)
        for place in 0..<9 { line[place / 3, place % 3].delay = 10 }
        line.send(packet(1), from: 0, to: 1, at: 0)
        line.send(packet(2), from: 1, to: 2, at: 0)
        line.cut(0, 1)
        line.send(packet(3), from: 1, to: 0, at: 1)
        #expect(names(line.arrivals(at: 100)) == [[2, 2]])
        line.heal(0, 1)
        line.send(packet(4), from: 0, to: 1, at: 100)
        line.send(packet(5), from: 1, to: 0, at: 100)
        #expect(names(line.arrivals(at: 110)) == [[4, 1], [5, 0]])
        #expect(line.sent == [200, 300, 0] && line.received == [100, 100, 100])
    }

    @Test("What a full link cannot hold is lost")
    func full() {
        var line = DelayLine(siteCount: 2)
        line[0, 1].delay = 10
        let half = packet(1, DelayLine.linkBytesMaximum / 2)
        for _ in 0..<3 { line.send(half, from: 0, to: 1, at: 0) }
        #expect(line.arrivals(at: 10).count == 2)
        line.send(half, from: 0, to: 1, at: 11)
        #expect(line.arrivals(at: 21).count == 1)
    }

    @Test("Many packets keep their order")
    func many() {
        var line = DelayLine(siteCount: 2)
        var arrived: [UInt8] = []
        for number in 0..<20_000 {
            line[0, 1].delay = Int64(number * 7919 % 50)
            line.send([UInt8(number % 251)], from: 0, to: 1, at: Int64(number))
            arrived += line.arrivals(at: Int64(number)).map { $0.packet[0] }
        }
        arrived += line.arrivals(at: .max).map { $0.packet[0] }
        #expect(arrived == (0..<20_000).map { UInt8($0 % 251) })
    }

    @Test(
        "Commands are understood or refused",
        arguments: [
            ("cut virginia tokyo", LineCommand.cut("virginia", "tokyo")),
            ("heal a b", .heal("a", "b")), ("isolate tokyo", .isolate("tokyo")), ("rejoin tokyo", .rejoin("tokyo")),
            ("delay a b 44", .delay("a", "b", milliseconds: 44)),
            ("rate a b 12500000", .rate("a", "b", bytesPerSecond: 12_500_000)), ("traffic", .traffic),
            ("", nil), ("cut a", nil), ("delay a b -1", nil), ("delay a b x", nil), ("rate a b -1", nil), ("stop", nil),
        ])
    func commands(_ text: String, _ command: LineCommand?) {
        #expect(LineCommand(text) == command)
    }
}
