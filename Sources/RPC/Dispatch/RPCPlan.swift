import JSON

/// An HTTP request that has been read: what has to be carried out for its answer, and where.
package struct RPCPlan: Sendable {
    /// How long an answer can take at worst.
    package enum Pace: Int, Sendable, Comparable {
        /// No time: it may be made on an event loop.
        case atOnce
        /// As long as storage takes: it is made on a thread that may block.
        case reading
        /// As long as others take: it is made in a task.
        case waiting

        package static func < (left: Pace, right: Pace) -> Bool { left.rawValue < right.rawValue }
    }

    /// One of the calls of a JSON-RPC request.
    enum Step: Sendable {
        /// Its answer is known already.
        case answered(CallAnswer)
        case call(RequestID, BoundCall)
        /// It ends the whole request.
        case panic(CallPanic)

        var pace: Pace {
            if case .call(_, let call) = self { call.pace } else { .atOnce }
        }
    }

    enum Content: Sendable {
        case answered(HTTPAnswer)
        /// A call that a URI makes.
        case uri(BoundCall)
        /// Calls that are carried out one after the other.
        case steps([Step], isCacheable: Bool)
    }

    let content: Content

    package var pace: Pace {
        switch content {
        case .answered: .atOnce
        case .uri(let call): call.pace
        case .steps(let steps, _): steps.map(\.pace).max() ?? .atOnce
        }
    }

    /// The answer of a plan that does not wait.
    package func answer() -> HTTPAnswer {
        do {
            switch content {
            case .answered(let answer): return answer
            case .uri(let call): return AnswerForm.uri(try call.run(), isCacheable: call.isCacheable)
            case .steps(let steps, let isCacheable):
                var answers: [CallAnswer] = []
                for step in steps { answers.append(try RPCPlan.answer(step)) }
                return AnswerForm.calls(answers, isCacheable: isCacheable)
            }
        } catch {
            return AnswerForm.panic(error)
        }
    }

    private static func answer(_ step: Step) throws(CallPanic) -> CallAnswer {
        switch step {
        case .answered(let answer): return answer
        case .call(let id, let call): return CallAnswer(id: id, try call.run())
        case .panic(let panic): throw panic
        }
    }

    /// The answer of any plan.
    package func answerWaiting() async -> HTTPAnswer {
        do {
            switch content {
            case .answered(let answer): return answer
            case .uri(let call): return AnswerForm.uri(try await call.runWaiting(), isCacheable: call.isCacheable)
            case .steps(let steps, let isCacheable):
                var answers: [CallAnswer] = []
                for step in steps {
                    if case .call(let id, let call) = step {
                        answers.append(CallAnswer(id: id, try await call.runWaiting()))
                    } else {
                        answers.append(try RPCPlan.answer(step))
                    }
                }
                return AnswerForm.calls(answers, isCacheable: isCacheable)
            }
        } catch {
            return AnswerForm.panic(error)
        }
    }
}
