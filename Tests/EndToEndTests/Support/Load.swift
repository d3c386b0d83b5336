import Foundation

/// Clients that send transactions one after the other, each waiting for its block, until the node is gone.
final class Load: @unchecked Sendable {
    /// A transaction that was answered as committed.
    struct Transaction: Sendable {
        let key: String
        let value: String
        let height: Int64
    }

    private let condition = NSCondition()
    // All under `condition`.
    private var answered: [Transaction] = []
    private var running: Int

    /// - Parameter largeBytes: How long the values of some transactions are; by default all are short.
    init(_ rpc: RPCClient, clients: Int, prefix: String, largeBytes: Int = 0) {
        running = clients
        for client in 0..<clients {
            let thread = Thread { [self] in
                var number = 0
                while true {
                    number += 1
                    let key = "\(prefix)-\(client)-\(number)"
                    let isLarge = client == 0 && number % 4 == 0
                    let value = "\(number * 7)" + String(repeating: "x", count: isLarge ? largeBytes : 0)
                    guard let height = try? rpc.commit("\(key)=\(value)").height else { break }
                    condition.withLock {
                        answered.append(Transaction(key: key, value: value, height: height))
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

    /// Waits until this many transactions were answered.
    func waitForAnswers(_ count: Int, within seconds: Double = patience) throws {
        let deadline = Date(timeIntervalSinceNow: seconds)
        try condition.withLock {
            while answered.count < count && running > 0 {
                if !condition.wait(until: deadline) { throw TestError("\(answered.count) of \(count) answers in time") }
            }
        }
    }

    /// What was answered, once all clients have stopped: after the node's end.
    func finish(within seconds: Double = 30) -> [Transaction] {
        let deadline = Date(timeIntervalSinceNow: seconds)
        return condition.withLock {
            while running > 0, condition.wait(until: deadline) {}
            return answered
        }
    }
}
