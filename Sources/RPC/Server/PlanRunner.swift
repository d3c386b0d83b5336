import NIOCore
import NIOPosix

/// Has a connection's requests answered, each where that may be done: on the event loop, on a thread or in a task.
///
/// It belongs to the event loop of its connection.
final class PlanRunner {
    /// Gets the answer, or nil when the server is stopping. Not called once the runner is cancelled.
    typealias Completion = (HTTPAnswer?) -> Void

    /// Requests above this are read on a thread of their own: a megabyte of JSON would hold up the other connections.
    private static let bytesOnLoopMaximum = 16 * 1024

    private let threads: NIOThreadPool
    private let registry: ConnectionRegistry
    private let eventLoop: any EventLoop
    private var task: Task<Void, Never>?
    private var isCancelled = false

    init(threads: NIOThreadPool, registry: ConnectionRegistry, eventLoop: any EventLoop) {
        self.threads = threads
        self.registry = registry
        self.eventLoop = eventLoop
    }

    /// Ends what waits: the client has left, or the server stops.
    func cancel() {
        isCancelled = true
        task?.cancel()
        task = nil
    }

    /// - Parameters:
    ///   - bytes: The request's length.
    ///   - plan: Reads the request.
    func run(bytes: Int, _ plan: @escaping @Sendable () -> RPCPlan, completion: @escaping Completion) {
        if bytes <= PlanRunner.bytesOnLoopMaximum {
            let plan = plan()
            switch plan.pace {
            case .atOnce: completion(plan.answer())
            case .reading: onThread(completion) { .answer(plan.answer()) }
            case .submitting, .waiting: wait(for: plan, completion)
            }
        } else {
            onThread(completion) {
                let plan = plan()
                return plan.pace < .submitting ? .answer(plan.answer()) : .plan(plan)
            }
        }
    }

    /// What a thread makes of a request.
    private enum ThreadOutcome: Sendable {
        case answer(HTTPAnswer)
        /// Its answer waits for others, which is no work for a thread.
        case plan(RPCPlan)
    }

    private func onThread(_ completion: @escaping Completion, _ body: @escaping @Sendable () -> ThreadOutcome) {
        let bound = NIOLoopBound((runner: self, completion: completion), eventLoop: eventLoop)
        threads.runIfActive(eventLoop: eventLoop, body).whenComplete { result in
            let (runner, completion) = bound.value
            switch result {
            case .success(.answer(let answer)): runner.finish(answer, completion)
            case .success(.plan(let plan)): runner.wait(for: plan, completion)
            case .failure: runner.finish(nil, completion)
            }
        }
    }

    /// A task ends with the connection at the latest: it is cancelled when the client leaves or the server stops.
    private func wait(for plan: RPCPlan, _ completion: @escaping Completion) {
        if isCancelled { return }
        let bound = NIOLoopBound((runner: self, completion: completion), eventLoop: eventLoop)
        if plan.pace == .submitting {
            return plan.submit { [registry, eventLoop] submitted in
                registry.execute(on: eventLoop) {
                    let (runner, completion) = bound.value
                    runner.finish(submitted.answer(), completion)
                }
            }
        }
        task = Task { [registry, eventLoop] in
            let answer = await plan.answerWaiting()
            registry.execute(on: eventLoop) {
                let (runner, completion) = bound.value
                runner.task = nil
                runner.finish(answer, completion)
            }
        }
    }

    private func finish(_ answer: HTTPAnswer?, _ completion: Completion) {
        if !isCancelled { completion(answer) }
    }
}
