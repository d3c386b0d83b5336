import Invariants
import Synchronization

/// A plan whose transactions have all been answered.
package struct SubmittedPlan: Sendable {
    let content: RPCPlan.Content
    /// In the order of the plan's submissions.
    let verdicts: [Submission.Verdict]

    package func answer() -> HTTPAnswer {
        var rest = verdicts[...]
        do throws(CallPanic) {
            switch content {
            case .answered(let answer): return answer
            case .reading, .waiting: brokenInvariant("only transactions are submitted")
            case .uri(let call):
                return AnswerForm.uri(try outcome(call, &rest), isCacheable: call.isCacheable)
            case .steps(let steps, let isCacheable):
                var answers: [CallAnswer] = []
                for step in steps {
                    switch step {
                    case .answered(let answer): answers.append(answer)
                    case .call(let id, let call): answers.append(CallAnswer(id: id, try outcome(call, &rest)))
                    case .panic(let panic): throw panic
                    }
                }
                return AnswerForm.calls(answers, isCacheable: isCacheable)
            }
        } catch {
            return AnswerForm.panic(error)
        }
    }

    private func outcome(
        _ call: BoundCall, _ verdicts: inout ArraySlice<Submission.Verdict>
    ) throws(CallPanic) -> BoundCall.Outcome {
        guard case .submitting(let submission) = call.work, let verdict = verdicts.popFirst() else {
            return try call.run()
        }
        return try BoundCall.outcome(of: submission, verdict)
    }
}

extension RPCPlan {
    /// Hands the plan's transactions over, one behind the other, and calls back when all are answered, on the thread that
    /// brings the last answer. None waits for the answer to the one before, nor any thread for them.
    package func submit(_ completion: @escaping @Sendable (SubmittedPlan) -> Void) {
        let submissions = calls.compactMap { call -> Submission? in
            if case .submitting(let submission) = call.work { submission } else { nil }
        }
        let collection = VerdictCollection(count: submissions.count) { [content] verdicts in
            completion(SubmittedPlan(content: content, verdicts: verdicts))
        }
        for (index, submission) in submissions.enumerated() {
            submission.start { verdict in collection.add(verdict, at: index) }
        }
    }
}

/// Collects verdicts that come in any order.
private final class VerdictCollection: Sendable {
    private struct State {
        var verdicts: [Submission.Verdict?]
        var missing: Int
    }

    private let state: Mutex<State>
    private let completion: @Sendable ([Submission.Verdict]) -> Void

    init(count: Int, completion: @escaping @Sendable ([Submission.Verdict]) -> Void) {
        state = Mutex(State(verdicts: Array(repeating: nil, count: count), missing: count))
        self.completion = completion
    }

    func add(_ verdict: Submission.Verdict, at index: Int) {
        let complete = state.withLock { state -> [Submission.Verdict]? in
            state.verdicts[index] = verdict
            state.missing -= 1
            return state.missing == 0 ? state.verdicts.compactMap(\.self) : nil
        }
        if let complete { completion(complete) }
    }
}
