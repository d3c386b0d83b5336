import Foundation

/// Clients that do the same again and again, each on a thread of its own, until it fails: their node is gone.
final class Clients<Answer: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    // Both under `condition`.
    private var answered: [Answer] = []
    private var running: Int

    /// - Parameter next: What a client does for the n-th time, counted from 1.
    init(_ count: Int, _ next: @escaping @Sendable (_ client: Int, _ number: Int) throws -> Answer) {
        running = count
        for client in 0..<count {
            let thread = Thread { [self] in
                var number = 1
                while let answer = try? next(client, number) {
                    number += 1
                    condition.withLock {
                        answered.append(answer)
                        condition.broadcast()
                    }
                }
                condition.withLock {
                    running -= 1
                    condition.broadcast()
                }
            }
            thread.start()
        }
    }

    /// Waits until there were this many answers.
    func waitForAnswers(_ count: Int, within seconds: Double = patience) throws {
        let deadline = Date(timeIntervalSinceNow: seconds)
        try condition.withLock {
            while answered.count < count && running > 0 {
                if !condition.wait(until: deadline) { throw TestError("\(answered.count) of \(count) answers in time") }
            }
        }
    }

    /// What was answered, once all clients have stopped: after the nodes' end.
    func finish(within seconds: Double = 30) -> [Answer] {
        let deadline = Date(timeIntervalSinceNow: seconds)
        return condition.withLock {
            while running > 0, condition.wait(until: deadline) {}
            return answered
        }
    }
}
