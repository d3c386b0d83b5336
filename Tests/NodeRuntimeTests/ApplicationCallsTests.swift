import ABCI
import Chain
import Engine
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

    private let block = ApplicationCall.finalizeBlock(RequestFinalizeBlock())

    @Test("Calls of consensus overtake checks; checks overtake nothing")
    func precedence() {
        let calls = ApplicationCalls()
        calls.add(check(1))
        calls.add(block)
        calls.add(check(2))
        calls.add(block)
        #expect(names(calls.take()) == ["block", "block"])
        #expect(names(calls.take()) == ["1", "2"])
        calls.add(check(3))
        #expect(names(calls.take()) == ["3"])
    }

    @Test("Commit overtakes no check")
    func commit() {
        let calls = ApplicationCalls()
        calls.add(check(1))
        calls.add(block)
        calls.add(check(2))
        calls.add(.commit(height: 1))
        calls.add(check(3))
        calls.add(block)
        #expect(names(calls.take()) == ["block"])
        #expect(names(calls.take()) == ["1", "2"])
        #expect(names(calls.take()) == ["commit 1", "block"])
        #expect(names(calls.take()) == ["3"])
    }

    @Test("However many checks wait, only so many stand before a call of consensus that comes then")
    func bounded() {
        let calls = ApplicationCalls()
        let count = ApplicationCalls.checksMaximum
        for number in 0..<(count + 10) { calls.add(check(number)) }
        #expect(names(calls.take()) == (0..<count).map { "\($0)" })
        calls.add(block)
        #expect(names(calls.take()) == ["block"])
        #expect(names(calls.take()) == (count..<(count + 10)).map { "\($0)" })
    }

    @Test("What waits when no more come is handed out, and then nothing")
    func closing() {
        let calls = ApplicationCalls()
        calls.add(check(1))
        calls.close()
        calls.add(check(2))
        #expect(names(calls.take()) == ["1"])
        #expect(calls.take() == nil)
    }

    @Test("Whoever waits for calls gets all that come")
    func waiting() async {
        let calls = ApplicationCalls()
        let taker = Task.detached {
            var taken: [String] = []
            while let batch = calls.take() {
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
