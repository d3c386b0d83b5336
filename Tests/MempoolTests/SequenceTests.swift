import ABCI
import Chain
import Mempool
import Testing

/// An application with accounts, each of whose transactions must come in turn; a transaction's number is 1000 × its account
/// and its place.
private struct SequencedApplication {
    private var committed: [Int: Int] = [:]
    private var checked: [Int: Int] = [:]

    mutating func check(_ number: Int) -> UInt32 {
        if checked[number / 1000, default: 0] != number % 1000 { return 32 }
        checked[number / 1000] = number % 1000 + 1
        return 0
    }

    mutating func commit(_ block: [Int]) {
        for number in block where committed[number / 1000, default: 0] == number % 1000 {
            committed[number / 1000] = number % 1000 + 1
        }
        checked = committed
    }
}

@Suite("Transactions of one account")
struct SequenceTests {
    @Test("are taken one after the other as soon as the one before is accepted, however blocks come", arguments: 0..<40)
    func sequences(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        var pool = TransactionPool {
            $0.checksInFlightMaximum = Int.random(in: 1..<20, using: &numbers)
            $0.countMaximum = 60
        }
        var application = SequencedApplication()
        // Asked of the application, which answers in order; its answers come later still.
        var asked: [RequestedCheck] = []
        var answers: [(check: RequestedCheck, code: UInt32)] = []
        var next = [Int](repeating: 0, count: 5)
        var waitsForVerdict = Set<Int>()
        var committed = 0

        func number(of transaction: Transaction) -> Int {
            transaction.bytes.reduce(0) { $0 << 8 | Int($1) }
        }
        func carryOut() {
            let check = asked.removeFirst()
            answers.append((check, application.check(number(of: check.transaction))))
        }
        for step in 0..<3_000 {
            switch Int.random(in: 0..<10, using: &numbers) {
            case 0..<3:
                let account = Int.random(in: 0..<5, using: &numbers)
                if waitsForVerdict.contains(account) || next[account] == 999 { continue }
                do {
                    try pool.receive(transaction(1000 * account + next[account]))
                } catch .full {
                    continue
                }
                waitsForVerdict.insert(account)
            case 3..<6:
                if !asked.isEmpty { carryOut() }
            case 6..<9:
                if answers.isEmpty { continue }
                let (check, code) = answers.removeFirst()
                let number = number(of: check.transaction)
                pool.answer(check, code: code)
                if check.type == .recheck { continue }
                #expect(code == 0, "step \(step): account \(number / 1000) at \(number % 1000)")
                next[number / 1000] += 1
                waitsForVerdict.remove(number / 1000)
            default:
                // What was asked before a commit is answered by the state before it.
                while !asked.isEmpty { carryOut() }
                let block = pool.reap(countMaximum: Int.random(in: 0..<40, using: &numbers))
                application.commit(block.map { number(of: $0) })
                pool.commit(block, height: Height(Int64(step)))
                committed += block.count
            }
            asked += pool.takeChecks()
        }
        #expect(committed > 100)
    }
}
