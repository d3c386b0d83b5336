import Testing

@testable import WideAreaNetwork

@Suite("What the protocol needs between sites")
struct ProtocolDelayTests {
    private static let three: [Site] = [.virginia, .frankfurt, .tokyo]

    @Test("Where all three are needed, three messages take as long as the longest ways say")
    func all() {
        let delays = ProtocolDelays(Self.three, quorum: 3)
        // Virginia proposes. Tokyo has the block after 73, Frankfurt after 44; its prevote is in Tokyo after 155, and
        // Tokyo's in Frankfurt after 184, in Virginia after 146. Precommits: 146, 184, 155.
        #expect(delays.next(after: [0, 0, 0], proposer: 0) == [228, 266, 295])
        #expect(delays.next(after: [0, 0, 0], proposer: 1) == [266, 228, 333])
        #expect(delays.next(after: [0, 0, 0], proposer: 2) == [295, 333, 228])
    }

    @Test("Two of three wait for the nearer one")
    func two() {
        let delays = ProtocolDelays(Self.three, quorum: 2)
        #expect(delays.next(after: [0, 0, 0], proposer: 0) == [88, 132, 155])
    }

    @Test("Who is late with a height is late with the next")
    func late() {
        let delays = ProtocolDelays(Self.three, quorum: 2)
        #expect(delays.next(after: [0, 500, 0], proposer: 0) == [146, 500, 219])
    }

    @Test("At one place nothing takes time, and the average is that of the turns")
    func average() {
        #expect(ProtocolDelays([.tokyo, .tokyo, .tokyo], quorum: 2).interval() == 0)
        let four = ProtocolDelays(Site.allCases, quorum: 3)
        let (few, many) = (four.interval(turns: 10), four.interval(turns: 1000))
        #expect(abs(few - many) < 10 && (100...333).contains(many))
    }
}
