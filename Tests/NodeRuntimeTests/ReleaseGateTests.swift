import Chain
import Engine
import Synchronization
import Testing

@testable import NodeRuntime

@Suite("The release gate")
struct ReleaseGateTests {
    /// What was started, in order.
    private final class Starts: Sendable {
        private let names = Mutex<[String]>([])

        var all: [String] { names.withLock { $0 } }

        func note(_ name: String) { names.withLock { $0.append(name) } }
    }

    private let starts = Starts()
    private let gate = ReleaseGate(logged: LogPosition(3), committed: 1)

    private func run(_ name: String, _ lane: Lane, after release: Release?) {
        gate.run(lane, after: release) { [starts] in starts.note(name) }
    }

    @Test("What waits for nothing, or for what is durable, starts at once")
    func atOnce() {
        run("nothing", .store, after: nil)
        run("logged", .store, after: .logged(LogPosition(3)))
        run("committed", .observers, after: .committed(1))
        #expect(starts.all == ["nothing", "logged", "committed"])
    }

    @Test("A lane keeps its order, whatever its parts wait for, and holds up no other")
    func order() {
        run("log", .store, after: .logged(LogPosition(5)))
        run("behind", .store, after: nil)
        run("block", .store, after: .committed(2))
        run("last", .store, after: .logged(LogPosition(4)))
        run("other", .process, after: .logged(LogPosition(4)))
        #expect(starts.all == [])
        gate.logged(LogPosition(4))
        #expect(starts.all == ["other"])
        gate.logged(LogPosition(5))
        #expect(starts.all == ["other", "log", "behind"])
        gate.committed(2)
        #expect(starts.all == ["other", "log", "behind", "block", "last"])
        run("after", .store, after: nil)
        #expect(starts.all.last == "after")
    }

    @Test("Who wants to know is told when something was started, once for all of it")
    func released() {
        let gate = ReleaseGate(logged: nil, committed: 1) { [starts] in starts.note("released") }
        for lane in [Lane.store, .process] {
            gate.run(lane, after: .logged(LogPosition(5))) { [starts] in starts.note("one") }
        }
        gate.logged(LogPosition(4))
        gate.committed(2)
        #expect(starts.all == [])
        gate.logged(LogPosition(5))
        #expect(starts.all == ["one", "one", "released"])
    }

    @Test("What comes while a lane is being started waits behind it")
    func overtaking() {
        gate.run(.observers, after: .committed(2)) { [starts, gate] in
            starts.note("first")
            gate.run(.observers, after: nil) { starts.note("third") }
            starts.note("second")
        }
        gate.committed(2)
        #expect(starts.all == ["first", "second", "third"])
    }

    @Test("Thousands of clients that wait for a block are answered with it, each once")
    func clients() {
        for number in 0..<5_000 {
            run("\(number)", .client(ClientID(UInt64(number))), after: .committed(number % 2 == 0 ? 2 : 3))
        }
        for position in 4..<100 { gate.logged(LogPosition(UInt64(position))) }
        #expect(starts.all == [])
        gate.committed(2)
        #expect(starts.all.count == 2_500)
        gate.committed(3)
        #expect(Set(starts.all).count == 5_000)
        #expect(starts.all.count == 5_000)
    }
}
