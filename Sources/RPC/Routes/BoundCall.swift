import Invariants
import JSON

/// A call with its arguments, ready to be carried out.
struct BoundCall: Sendable {
    /// What has to be done, and where it may be done.
    enum Work: Sendable {
        /// Anywhere, an event loop included.
        case atOnce(@Sendable () throws -> JSONValue)
        /// On a thread that may wait for a disk.
        case reading(@Sendable () throws -> JSONValue)
        /// In a task.
        case waiting(@Sendable () async throws -> JSONValue)
    }

    typealias Outcome = Result<JSONValue, CallError>

    /// Whether caches may keep the answer.
    let isCacheable: Bool
    let work: Work

    var pace: RPCPlan.Pace {
        switch work {
        case .atOnce: .atOnce
        case .reading: .reading
        case .waiting: .waiting
        }
    }

    /// Carries out a call that does not wait.
    func run() throws(CallPanic) -> Outcome {
        do {
            switch work {
            case .atOnce(let body), .reading(let body): return .success(try body())
            case .waiting: brokenInvariant("a call that waits is carried out in a task")
            }
        } catch {
            return try BoundCall.failure(error)
        }
    }

    /// Carries out any call.
    func runWaiting() async throws(CallPanic) -> Outcome {
        guard case .waiting(let body) = work else { return try run() }
        do {
            return .success(try await body())
        } catch {
            return try BoundCall.failure(error)
        }
    }

    private static func failure(_ error: any Error) throws(CallPanic) -> Outcome {
        if let panic = error as? CallPanic { throw panic }
        return .failure(.inside("\(error)"))
    }
}
