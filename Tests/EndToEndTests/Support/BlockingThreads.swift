import Foundation
import Testing

/// Threads for tests that wait for processes: they must not hold the few threads on which the tasks of all other tests run.
final class BlockingThreads: TaskExecutor, @unchecked Sendable {
    /// As many tests at once as run without being in each other's way on a machine of two processors: they mostly wait.
    static let shared = BlockingThreads(count: 3)

    private let condition = NSCondition()
    /// Under `condition`; in the order in which they came.
    private var jobs: [UnownedJob] = []

    private init(count: Int) {
        for number in 0..<count {
            let thread = Thread { [self] in
                while true { next().runSynchronously(on: asUnownedTaskExecutor()) }
            }
            thread.name = "blocking \(number)"
            thread.start()
        }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        condition.withLock {
            jobs.append(job)
            condition.signal()
        }
    }

    private func next() -> UnownedJob {
        condition.withLock {
            while jobs.isEmpty { condition.wait() }
            return jobs.removeFirst()
        }
    }
}

/// Runs the tests of a suite on threads of their own.
struct BlockingTrait: SuiteTrait, TestTrait, TestScoping {
    var isRecursive: Bool { true }

    @concurrent func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(BlockingThreads.shared) { try await function() }
    }
}

extension Trait where Self == BlockingTrait {
    /// For tests that wait for processes instead of suspending.
    static var blocking: Self { Self() }
}
