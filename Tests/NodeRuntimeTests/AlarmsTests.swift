import Chain
import Consensus
import Engine
import Testing

@testable import NodeRuntime

@Suite("What the clock is watched for")
struct AlarmsTests {
    private func instant(_ milliseconds: Int64) -> Instant {
        Instant(wall: .unixEpoch, monotonic: Nanoseconds(milliseconds: milliseconds))
    }

    private func time(_ milliseconds: Int64) -> Nanoseconds { Nanoseconds(milliseconds: milliseconds) }

    @Test("What only observers wait for makes the log sync after 100 ms, once, however much more comes for them to see")
    func look() {
        var alarms = Alarms()
        #expect(alarms.next == nil && alarms.takeLook(at: time(1_000)) == nil)
        alarms.expectLook(at: LogPosition(1), instant(1_000))
        #expect(alarms.next == time(1_100))
        // What comes later is synced with it, and puts nothing off.
        for step: Int64 in 1...9 {
            alarms.expectLook(at: LogPosition(UInt64(step) + 1), instant(1_000 + 10 * step))
            #expect(alarms.takeLook(at: time(1_000 + 10 * step)) == nil)
        }
        #expect(alarms.next == time(1_100))
        #expect(alarms.takeLook(at: time(1_099)) == nil)
        #expect(alarms.takeLook(at: time(1_100)) == LogPosition(10))
        #expect(alarms.takeLook(at: time(2_000)) == nil && alarms.next == nil)
        alarms.expectLook(at: LogPosition(11), instant(3_000))
        #expect(alarms.next == time(3_100) && alarms.takeLook(at: time(5_000)) == LogPosition(11))
    }

    @Test("Each alarm rings at its time, not before, and once; the next one is the earliest")
    func ring() {
        let timeout = Timeout(height: 1, round: 0, step: .propose)
        var alarms = Alarms()
        alarms.timeout = (timeout, time(50))
        alarms.gossip = time(40)
        alarms.sync = time(30)
        alarms.relay = time(20)
        alarms.flush = time(10)
        #expect(alarms.next == time(10))
        alarms.flush = nil
        #expect(alarms.ring(at: time(19)).isEmpty)
        var names: [String] = []
        for now: Int64 in [20, 30, 40, 50, 60] {
            for event in alarms.ring(at: time(now)) {
                switch event {
                case .timeout(let rung): names.append(rung == timeout ? "timeout \(now)" : "another timeout")
                case .gossipDue: names.append("gossip \(now)")
                case .syncDue: names.append("sync \(now)")
                case .relayDue: names.append("relay \(now)")
                default: names.append("something else")
                }
            }
        }
        #expect(names == ["relay 20", "sync 30", "gossip 40", "timeout 50"])
        #expect(alarms.next == nil)
    }

    @Test("A wait counts from now, and one below nothing is over")
    func due() {
        #expect(Alarms.due(instant(5), time(7)) == time(12))
        #expect(Alarms.due(instant(5), Nanoseconds(-1)) == time(5))
    }
}
