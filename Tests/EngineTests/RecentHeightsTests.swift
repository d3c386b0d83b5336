import Sync
import Testing

@testable import Engine

@Suite("Heights that evidence may be about")
struct RecentHeightsTests {
    @Test("What was executed and is not durable is remembered, however many blocks were fetched ahead")
    func reach() {
        #expect(RecentHeights.countMaximum > SyncLimits.storingMaximum)
    }
}
