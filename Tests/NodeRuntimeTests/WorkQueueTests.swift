import Dispatch
import Testing

@testable import NodeRuntime

@Suite("The queue of a thread")
struct WorkQueueTests {
    @Test("What need not wake the thread is there when it wakes up, in its place")
    func waiting() {
        let queue = WorkQueue<Int>()
        queue.add(contentsOf: [1, 2], wakes: false)
        queue.add(3)
        queue.add(contentsOf: [4], wakes: false)
        #expect(queue.takeAll() == [1, 2, 3, 4])
    }

    @Test("At its deadline the thread takes what there is, also what need not wake it")
    func deadline() {
        let queue = WorkQueue<Int>()
        #expect(queue.takeAll(until: .now()) == [])
        queue.add(contentsOf: [1], wakes: false)
        #expect(queue.takeAll(until: .now()) == [1])
        queue.add(contentsOf: [], wakes: true)
        #expect(queue.takeAll(until: .now()) == [])
    }

    @Test("A closed queue hands out what is left, and then ends")
    func closing() {
        let queue = WorkQueue<Int>()
        queue.add(contentsOf: [1], wakes: false)
        queue.close()
        queue.add(2)
        #expect(queue.takeAll() == [1])
        #expect(queue.takeAll() == nil)
    }

    @Test("A thread that waits gets everything, each once", arguments: [1, 7])
    func threads(_ interval: Int) {
        let queue = WorkQueue<Int>(), count = 10_000
        let taken = Answer<[Int]>([])
        let worker = Worker(name: "taker") {
            var all: [Int] = []
            while let some = queue.takeAll() { all += some }
            taken.give(all)
        }
        for number in 0..<count { queue.add(contentsOf: [number], wakes: number.isMultiple(of: interval)) }
        queue.close()
        #expect(worker.join(until: .now() + .seconds(20)))
        #expect(taken.wait() == Array(0..<count))
    }
}
