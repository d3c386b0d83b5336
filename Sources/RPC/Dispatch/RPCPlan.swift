import Invariants
import JSON

/// An HTTP request that has been read: what has to be carried out for its answer, and where.
package struct RPCPlan: Sendable {
    /// How long an answer can take at worst.
    package enum Pace: Int, Sendable, Comparable {
        /// No time: it may be made on an event loop.
        case atOnce
        /// As long as storage takes: it is made on a thread that may block.
        case reading
        /// As long as the mempool takes, and no thread waits: `submit` calls back.
        case submitting
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

        /// Whether it is a transaction handed to the node, or nothing that is carried out.
        var isSubmitted: Bool {
            switch self {
            case .answered: true
            case .call(_, let call): call.pace == .submitting
            case .panic: false
            }
        }
    }

    enum Content: Sendable {
        case answered(HTTPAnswer)
        /// Its answer is read from storage.
        case reading(@Sendable () -> HTTPAnswer)
        /// Its answer comes from others.
        case waiting(@Sendable () async -> HTTPAnswer)
        /// A call that a URI makes.
        case uri(BoundCall)
        /// Calls that are carried out one after the other.
        case steps([Step], isCacheable: Bool)
    }

    let content: Content

    /// A request to which the answer is known.
    package static func answered(_ answer: HTTPAnswer) -> RPCPlan { RPCPlan(content: .answered(answer)) }

    /// A request whose answer is read from storage.
    package static func reading(_ body: @escaping @Sendable () -> HTTPAnswer) -> RPCPlan {
        RPCPlan(content: .reading(body))
    }

    /// A request whose answer comes from others.
    package static func waiting(_ body: @escaping @Sendable () async -> HTTPAnswer) -> RPCPlan {
        RPCPlan(content: .waiting(body))
    }

    package var pace: Pace {
        switch content {
        case .answered: .atOnce
        case .reading: .reading
        case .waiting: .waiting
        case .uri(let call): call.pace
        case .steps(let steps, _): RPCPlan.pace(steps)
        }
    }

    /// Calls are carried out one after the other. Only transactions do not wait for those before them, and so go
    /// together only among themselves: what reads in between sees what came before.
    private static func pace(_ steps: [Step]) -> Pace {
        let slowest = steps.map(\.pace).max() ?? .atOnce
        return slowest == .submitting && !steps.allSatisfy(\.isSubmitted) ? .waiting : slowest
    }

    /// The calls, in their order.
    var calls: [BoundCall] {
        switch content {
        case .answered, .reading, .waiting: []
        case .uri(let call): [call]
        case .steps(let steps, _):
            steps.compactMap { step in
                if case .call(_, let call) = step { call } else { nil }
            }
        }
    }

    /// The answer of a plan that does not wait.
    package func answer() -> HTTPAnswer {
        do {
            switch content {
            case .answered(let answer): return answer
            case .reading(let body): return body()
            case .waiting: brokenInvariant("a request that waits is answered where it may")
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
            case .reading(let body): return body()
            case .waiting(let body): return await body()
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
