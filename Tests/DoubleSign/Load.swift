import Foundation
import WideAreaNetwork

/// Transactions for all nodes by turns, some twenty a second.
final class Load: @unchecked Sendable {
    private static let pause: Int32 = 50

    private let clients: [NodeClient]
    private let condition = NSCondition()
    // Under `condition`.
    private var isWanted = false
    private var isRunning = false

    init(_ clients: [NodeClient]) {
        self.clients = clients
    }

    func start() {
        condition.withLock { (isWanted, isRunning) = (true, true) }
        let thread = Thread { [self] in
            var number = 0
            while condition.withLock({ isWanted }) {
                number += 1
                let text = Data("key\(number)=\(number)".utf8).base64EncodedString()
                _ = clients[number % clients.count].call("broadcast_tx_async", ["tx": text])
                poll(nil, 0, Load.pause)
            }
            condition.withLock {
                isRunning = false
                condition.broadcast()
            }
        }
        thread.start()
    }

    func stop() {
        condition.withLock {
            isWanted = false
            while isRunning { condition.wait() }
        }
    }
}
