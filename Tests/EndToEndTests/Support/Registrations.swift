import Chain
import Foundation

/// A client that registers one work after the other, each when the one before is in a block, until it is told to stop.
final class Registrations: @unchecked Sendable {
    private let condition = NSCondition()
    // All under `condition`.
    private var answered: [String] = []
    private var failure: String?
    private var isStopping = false
    private var isRunning = true

    /// - Parameter chainID: The chain's.
    init(_ rpc: RPCClient, chainID: ChainID, prefix: String) {
        let thread = Thread { [self] in
            var number = 0
            while !condition.withLock({ isStopping }) {
                number += 1
                let text = "\(prefix)-\(number)"
                do {
                    try RegistryLoad.register(text, at: rpc, chainID: chainID)
                    condition.withLock {
                        answered.append(text)
                        condition.broadcast()
                    }
                } catch {
                    condition.withLock { failure = "\(text): \(error)" }
                    break
                }
            }
            condition.withLock {
                isRunning = false
                condition.broadcast()
            }
        }
        thread.start()
    }

    /// Waits until so many more works are registered than there are now.
    func waitForMore(_ count: Int, within seconds: Double = patience) throws {
        let deadline = Date(timeIntervalSinceNow: seconds)
        try condition.withLock {
            let target = answered.count + count
            while answered.count < target && isRunning {
                if !condition.wait(until: deadline) { throw TestError("\(answered.count) of \(target) in time") }
            }
            if let failure { throw TestError(failure) }
        }
    }

    /// Stops, and tells which works were registered.
    func finish() throws -> [String] {
        try condition.withLock {
            isStopping = true
            while isRunning { condition.wait() }
            if let failure { throw TestError(failure) }
            return answered
        }
    }
}
