import Chain
import Cryptography
import Mempool
import Testing

@Suite("Transactions seen last")
struct RecentTransactionsTests {
    private func hash(_ number: Int) -> Hash { transaction(number).hash }

    @Test("The one not seen for longest makes room, and a second sighting counts")
    func leastRecent() {
        var recent = RecentTransactions(countMaximum: 3)
        for number in 0..<3 { #expect(recent.note(hash(number)) == true) }
        #expect(recent.note(hash(0)) == false)
        #expect(recent.note(hash(3)) == true)
        #expect(!recent.contains(hash(1)))
        #expect(recent.contains(hash(0)) && recent.contains(hash(2)) && recent.contains(hash(3)))
        #expect(recent.count == 3)
    }

    @Test("What is forgotten is new again, and takes no room")
    func forgetting() {
        var recent = RecentTransactions(countMaximum: 2)
        _ = recent.note(hash(0))
        _ = recent.note(hash(1))
        recent.forget(hash(0))
        #expect(recent.count == 1)
        #expect(recent.note(hash(2)) == true)
        #expect(recent.contains(hash(1)))
        #expect(recent.note(hash(0)) == true)
        #expect(!recent.contains(hash(1)))
    }

    @Test("Looking is not seeing")
    func looking() {
        var recent = RecentTransactions(countMaximum: 2)
        _ = recent.note(hash(0))
        _ = recent.note(hash(1))
        #expect(recent.contains(hash(0)))
        _ = recent.note(hash(2))
        #expect(!recent.contains(hash(0)))
    }

    @Test("Without room every sighting is the first", arguments: [0, -1])
    func noRoom(maximum: Int) {
        var recent = RecentTransactions(countMaximum: maximum)
        #expect(recent.note(hash(0)) == true)
        #expect(recent.note(hash(0)) == true)
        #expect(recent.count == 0 && recent.sightingCount == 0)
    }

    @Test("Duplicates repeated without end take no more memory")
    func bounded() {
        var recent = RecentTransactions(countMaximum: 100)
        var largest = 0
        for number in 0..<50_000 {
            _ = recent.note(hash(number % 7))
            if number % 11 == 0 { recent.forget(hash(number % 7)) }
            largest = max(largest, recent.sightingCount)
        }
        #expect(largest <= 2 * 100 + 18)
        #expect(recent.count <= 7)
    }

    @Test("It is the cache that a list in order of sighting would be")
    func model() {
        var numbers = SeededNumbers(seed: 3)
        var recent = RecentTransactions(countMaximum: 20)
        var list: [Int] = []
        for _ in 0..<10_000 {
            let number = Int.random(in: 0..<40, using: &numbers)
            if Int.random(in: 0..<5, using: &numbers) == 0 {
                recent.forget(hash(number))
                list.removeAll { $0 == number }
            } else {
                let isNew = !list.contains(number)
                #expect(recent.note(hash(number)) == isNew)
                list.removeAll { $0 == number }
                if isNew && list.count >= 20 { list.removeFirst() }
                list.append(number)
            }
            #expect(recent.count == list.count)
        }
        for number in 0..<40 { #expect(recent.contains(hash(number)) == list.contains(number)) }
    }
}
