import Chain
import Testing

@Suite("Quorum")
struct QuorumTests {
    private static let totals: [Int64] =
        Array(0...200) + (-3...3).map { 1_000_000_007 + $0 } + (0...3).map { VotingPower.maximumTotal.rawValue - $0 }

    @Test("The byzantine rule is CometBFT's: more than total * 2 / 3", arguments: totals)
    func equalsCometBFT(total: Int64) {
        let quorum = Quorum(total: VotingPower(total), model: .byzantine)
        let needed = total * 2 / 3
        #expect(quorum.threshold.rawValue == needed)
        for sum in Set([0, needed - 1, needed, needed + 1, total]) {
            #expect(quorum.isReached(VotingPower(sum)) == (sum > needed), "\(sum) of \(total)")
            #expect(quorum.isReached(VotingPower(sum)) == (Int128(sum) * 3 > Int128(total) * 2), "\(sum) of \(total)")
        }
    }

    @Test("The crash rule is two thirds, and nothing is never a quorum", arguments: totals)
    func crashRule(total: Int64) {
        let quorum = Quorum(total: VotingPower(total), model: .crash)
        for sum in Set([0, total * 2 / 3 - 1, total * 2 / 3, total * 2 / 3 + 1, total]) {
            #expect(
                quorum.isReached(VotingPower(sum)) == (sum > 0 && Int128(sum) * 3 >= Int128(total) * 2),
                "\(sum) of \(total)")
        }
        #expect(!quorum.isReached(0))
        #expect(!quorum.isReached(-1))
    }

    @Test("The models differ only where three divides the total", arguments: totals)
    func difference(total: Int64) {
        let byzantine = Quorum(total: VotingPower(total), model: .byzantine).threshold.rawValue
        let crash = Quorum(total: VotingPower(total), model: .crash).threshold.rawValue
        #expect(byzantine - crash == (total % 3 == 0 && total > 0 ? 1 : 0))
    }

    @Test("Totals from outside do not overflow", arguments: FaultModel.allCases)
    func extremes(model: FaultModel) {
        for total in [Int64.min, -1, Int64.max] {
            let quorum = Quorum(total: VotingPower(total), model: model)
            #expect(!quorum.isReached(0))
            _ = quorum.isReached(withoutPower: VotingPower(.min))
            _ = quorum.lossesBearable(online: [VotingPower(.max), VotingPower(.max), VotingPower(.min)])
        }
    }

    @Test(
        "How many may be lost",
        arguments: [
            (.byzantine, [1, 1, 1], 0), (.crash, [1, 1, 1], 1), (.byzantine, [1, 1, 1, 1], 1),
            (.crash, [1, 1, 1, 1], 1), (.crash, [1, 1], nil), (.byzantine, [10, 10, 10, 10, 1], 1),
            (.byzantine, [1], nil),
        ] as [(FaultModel, [Int64], Int?)])
    func losses(model: FaultModel, online: [Int64], expected: Int?) {
        let total: Int64 = online.count == 2 ? 4 : online.count == 1 ? 3 : online.reduce(0, +)
        let quorum = Quorum(total: VotingPower(total), model: model)
        #expect(quorum.lossesBearable(online: online.map { VotingPower($0) }) == expected)
    }

    @Test("Who holds a third cannot be done without")
    func indispensable() {
        #expect(!Quorum(total: 3, model: .byzantine).isReached(withoutPower: 1))
        #expect(Quorum(total: 3, model: .crash).isReached(withoutPower: 1))
        #expect(!Quorum(total: 3, model: .crash).isReached(withoutPower: 2))
        #expect(Quorum(total: 4, model: .byzantine).isReached(withoutPower: 1))
        #expect(!Quorum(total: 1, model: .byzantine).isReached(withoutPower: 1))
    }
}
