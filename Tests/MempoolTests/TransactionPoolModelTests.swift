import ABCI
import Chain
import Cryptography
import Mempool
import Testing

/// What a pool is, said as simply as possible.
private struct ModelPool {
    var waiting: [(number: Int, gas: Int64)] = []
    var checking: Set<Int> = []

    func reap(bytes: Int64, gas: Int64) -> [Int] {
        var bytesLeft = bytes
        var gasLeft = gas
        var result: [Int] = []
        for (number, wanted) in waiting {
            bytesLeft -= Int64(transaction(number, size: size(number)).bytes.count + 2)
            gasLeft -= wanted
            if bytesLeft < 0 || gasLeft < 0 { break }
            result.append(number)
        }
        return result
    }

    func size(_ number: Int) -> Int { 8 + number % 100 }
}

@Suite("Waiting transactions, whatever happens")
struct TransactionPoolModelTests {
    @Test("The order, the hashes and the bytes agree after each of ten thousand random steps", arguments: 0..<3)
    func model(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        var model = ModelPool()
        var pool = TransactionPool { settings in
            settings.countMaximum = 300
            settings.cacheSize = 0
        }
        func sample(_ number: Int) -> Transaction { transaction(number, size: model.size(number)) }
        for step in 0..<10_000 {
            let number = Int.random(in: 0..<600, using: &numbers)
            let isKnown = model.checking.contains(number) || model.waiting.contains { $0.number == number }
            switch Int.random(in: 0..<100, using: &numbers) {
            case 0..<45:
                let isAccepted = (try? pool.receive(sample(number))) != nil
                #expect(isAccepted == (!isKnown && model.checking.count + model.waiting.count < 300))
                if isAccepted { model.checking.insert(number) }
            case 45..<90:
                guard let number = model.checking.sorted().randomElement(using: &numbers) else { continue }
                let code = UInt32.random(in: 0..<4, using: &numbers) / 3
                let gas = Int64.random(in: 0..<10, using: &numbers)
                #expect(pool.check(sample(number), code: code, gas: gas) == (code == 0 ? .admitted : .rejected))
                model.checking.remove(number)
                if code == 0 { model.waiting.append((number, gas)) }
            case 90..<96:
                pool.recheck(sample(number), code: 1)
                model.waiting.removeAll { $0.number == number }
            default:
                let block = (0..<Int.random(in: 0..<120, using: &numbers)).map { _ in
                    Int.random(in: 0..<600, using: &numbers)
                }
                pool.commit(block.map(sample), height: Height(Int64(step)))
                model.waiting.removeAll { block.contains($0.number) }
                model.checking.subtract(block)
                let bytes = Int64.random(in: 0..<5_000, using: &numbers)
                let gas = Int64.random(in: 0..<500, using: &numbers)
                #expect(
                    pool.reap(bytesMaximum: bytes, gasMaximum: gas) == model.reap(bytes: bytes, gas: gas).map(sample))
            }
            #expect(pool.count == model.waiting.count)
            if step % 50 == 0 {
                let all = model.waiting.map { sample($0.number) }
                #expect(pool.all == all)
                #expect(pool.byteCount == all.reduce(0) { $0 + Int64($1.bytes.count) })
                for other in 0..<600 {
                    #expect(
                        pool.contains(sample(other).hash) == model.waiting.contains { $0.number == other })
                }
            }
        }
    }
}
