import ABCI
import Chain
import Engine
import Synchronization
import Testing

@testable import NodeRuntime

@Suite("The application's calls")
struct ApplicationCallsTests {
    private func check(_ number: Int) -> ApplicationCall {
        let transaction = Transaction(Array("\(number)".utf8))
        return .checkTx(RequestCheckTx(tx: transaction), key: transaction.hash)
    }

    private func names(_ calls: [ApplicationCall]?) -> [String]? {
        calls?.map { call in
            switch call {
            case .checkTx(let request, _): String(decoding: request.tx.bytes, as: UTF8.self)
            case .commit(let height): "commit \(height)"
            case .finalizeBlock: "block"
            default: "another"
            }
        }
    }

    /// What several threads note.
    private final class Notes<Value: Sendable>: Sendable {
        let values: Mutex<Value>

        init(_ values: Value) { self.values = Mutex(values) }
    }

    private let block = ApplicationCall.finalizeBlock(RequestFinalizeBlock())

    @Test("Calls of consensus and checks do not wait for each other")
    func rows() {
        let calls = ApplicationCalls()
        calls.add(check(1))
        calls.add(block)
        calls.add(check(2))
        calls.add(block)
        #expect(names(calls.takeConsensus()) == ["block", "block"])
        calls.add(check(3))
        #expect(names(calls.takeChecks()) == ["1", "2", "3"])
        calls.add(block)
        #expect(names(calls.takeConsensus()) == ["block"])
    }

    @Test("Commit comes once the checks before it are answered, and the checks behind it once it is done")
    func commit() async {
        let calls = ApplicationCalls()
        calls.add(check(1))
        calls.add(block)
        calls.add(check(2))
        calls.add(.commit(height: 1))
        calls.add(check(3))
        calls.add(block)
        let order = Notes<[String]>([])
        #expect(names(calls.takeConsensus()) == ["block"])
        let mempool = Task.detached {
            while let checks = calls.takeChecks() {
                order.values.withLock { $0 += names(checks) ?? [] }
                calls.didAnswer(checks.count)
            }
        }
        let consensus = Task.detached {
            while let batch = calls.takeConsensus() {
                order.values.withLock { $0 += names(batch) ?? [] }
                if case .commit? = batch.last { calls.didChangeState() }
            }
        }
        calls.close()
        await mempool.value
        await consensus.value
        let seen = order.values.withLock { $0 }
        #expect(Set(seen) == ["1", "2", "3", "commit 1", "block"])
        #expect(seen.filter { $0 != "block" } == ["1", "2", "commit 1", "3"])
        #expect(seen.firstIndex(of: "commit 1") ?? 0 < seen.firstIndex(of: "block") ?? 0)
    }

    @Test("However often the state changes, no check is handed out by an older one or by one that comes later")
    func changes() async {
        let calls = ApplicationCalls()
        let heights = 300
        // How many commits are done; checks are named by how many were asked before them.
        let done = Notes(0)
        let mempool = Task.detached {
            var wrong = 0
            while let checks = calls.takeChecks() {
                let height = done.values.withLock { $0 }
                for name in names(checks) ?? [] where name != "\(height)" { wrong += 1 }
                if done.values.withLock({ $0 }) != height { wrong += 1 }
                calls.didAnswer(checks.count)
            }
            return wrong
        }
        let consensus = Task.detached {
            while let batch = calls.takeConsensus() {
                for case .commit in batch {
                    done.values.withLock { $0 += 1 }
                    calls.didChangeState()
                }
            }
        }
        for height in 0..<heights {
            for _ in 0..<height % 5 { calls.add(check(height)) }
            if height % 3 == 0 { calls.add(block) }
            calls.add(.commit(height: Height(Int64(height + 1))))
        }
        calls.close()
        #expect(await mempool.value == 0)
        await consensus.value
        #expect(done.values.withLock { $0 } == heights)
    }

    @Test("Only so many checks are handed out at a time")
    func bounded() {
        let calls = ApplicationCalls()
        let count = ApplicationCalls.checksMaximum
        for number in 0..<(count + 10) { calls.add(check(number)) }
        #expect(names(calls.takeChecks()) == (0..<count).map { "\($0)" })
        #expect(names(calls.takeChecks()) == (count..<(count + 10)).map { "\($0)" })
    }

    @Test("What waits when no more come is handed out, and then nothing")
    func closing() {
        let calls = ApplicationCalls()
        calls.add(check(1))
        calls.add(block)
        calls.close()
        calls.add(check(2))
        calls.add(block)
        #expect(names(calls.takeChecks()) == ["1"])
        #expect(calls.takeChecks() == nil)
        #expect(names(calls.takeConsensus()) == ["block"])
        #expect(calls.takeConsensus() == nil)
    }

    @Test("Whoever waits for calls gets all that come")
    func waiting() async {
        let calls = ApplicationCalls()
        let taker = Task.detached {
            var taken: [String] = []
            while let batch = calls.takeChecks() {
                for case .checkTx(let request, _) in batch {
                    taken.append(String(decoding: request.tx.bytes, as: UTF8.self))
                }
            }
            return taken
        }
        for number in 0..<1000 { calls.add(check(number)) }
        calls.close()
        #expect(await taker.value == (0..<1000).map { "\($0)" })
    }
}
