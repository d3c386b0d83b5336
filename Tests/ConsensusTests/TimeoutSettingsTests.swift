import Chain
import Testing

@testable import Consensus

@Suite("Timeouts")
struct TimeoutSettingsTests {
    @Test("The rounds of a height take the sum of their timeouts", arguments: [0, 1, 7] as [Round])
    func total(last: Round) {
        let timeouts = TimeoutSettings()
        var sum: Int64 = 0
        for number in 0...last.rawValue {
            for step in [RoundStep.propose, .prevoteWait, .precommitWait] {
                sum += timeouts.duration(step, Round(number)).rawValue
            }
        }
        #expect(timeouts.total(through: last) == Nanoseconds(sum))
    }

    @Test("However long they are, the sum is a length of time")
    func extremes() {
        var timeouts = TimeoutSettings()
        timeouts.propose = Nanoseconds(.max)
        timeouts.prevoteDelta = Nanoseconds(.max)
        #expect(timeouts.total(through: Round(.max)) == Nanoseconds(.max))
        timeouts.propose = Nanoseconds(.min)
        #expect(timeouts.total(through: 0) == Nanoseconds(0))
    }
}
