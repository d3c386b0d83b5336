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
        /// Nowhere: the node is handed a transaction, and answers.
        case submitting(Submission)
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
        case .submitting: .submitting
        case .waiting: .waiting
        }
    }

    /// Carries out a call that does not wait.
    func run() throws(CallPanic) -> Outcome {
        do {
            switch work {
            case .atOnce(let body), .reading(let body): return .success(try body())
            case .submitting, .waiting: brokenInvariant("a call that waits is carried out where it may")
            }
        } catch {
            return try BoundCall.failure(error)
        }
    }

    /// Carries out any call.
    func runWaiting() async throws(CallPanic) -> Outcome {
        switch work {
        case .atOnce, .reading: return try run()
        case .submitting(let submission):
            let verdict = await withCheckedContinuation { continuation in
                submission.start { continuation.resume(returning: $0) }
            }
            return try BoundCall.outcome(of: submission, verdict)
        case .waiting(let body):
            do {
                return .success(try await body())
            } catch {
                return try BoundCall.failure(error)
            }
        }
    }

    /// What a verdict means for the client.
    static func outcome(of submission: Submission, _ verdict: Submission.Verdict) throws(CallPanic) -> Outcome {
        switch verdict {
        case .success(let check): return .success(submission.answer(check))
        case .failure(let error): return try failure(error)
        }
    }

    private static func failure(_ error: any Error) throws(CallPanic) -> Outcome {
        if let panic = error as? CallPanic { throw panic }
        return .failure(.inside("\(error)"))
    }
}
