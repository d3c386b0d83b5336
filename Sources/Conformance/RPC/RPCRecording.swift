import Chain
import Invariants
import RPC

/// `rpc.json` and `rpc_errors.json`: the answers of a running node, given again over its imported chain.
///
/// When a request came, and so how high the chain was, is not recorded. The answers tell: each is compared with what
/// the node would have answered at the height of the one before and at every later height, and the first that agrees
/// counts. What requests put into the mempool stays there until a block has it.
struct RPCRecording {
    private let chain: RPCChain
    private let identity: RPCIdentity
    private var moment: RPCMoment

    init(_ captured: CapturedChain, _ identity: RPCIdentity) throws {
        chain = try RPCChain(captured)
        self.identity = identity
        moment = RPCMoment(chain)
    }

    /// Answers the exchanges of a file, which follow those of the file before.
    mutating func run(_ file: VectorMember, _ checker: inout Checker) {
        var recording = self
        checker.each(file["exchanges"]) { vector, checker in
            let exchange = try RPCExchange(vector)
            if recording.isUnindexed(exchange) {
                return checker.note("\(exchange.name): not compared, events are not indexed")
            }
            checker.at(exchange.name) { checker in recording.run(exchange, &checker) }
        }
        self = recording
    }

    /// Whether it is a search by what this implementation does not find things by, and says so.
    private func isUnindexed(_ exchange: RPCExchange) -> Bool {
        guard exchange.method == "tx_search" || exchange.method == "block_search" else { return false }
        let answer = RPCRecording.answer(exchange.question, by: RPCRecordedNode(chain, identity, at: moment))
        return String(decoding: answer.body, as: UTF8.self).contains(" is not indexed: ")
    }

    private mutating func run(_ exchange: RPCExchange, _ checker: inout Checker) {
        var closest: RPCAnswerComparison?
        var height = moment.height
        while height <= chain.lastHeight {
            var candidate = moment
            candidate.advance(to: height, in: chain)
            let node = RPCRecordedNode(chain, identity, at: candidate)
            let comparison = RPCAnswerComparison(
                exchange: exchange, answer: RPCRecording.answer(exchange.question, by: node))
            if comparison.agrees {
                moment = node.moment
                return comparison.record(&checker)
            }
            if closest.map({ comparison.agreement > $0.agreement }) ?? true { closest = comparison }
            height = height.next
        }
        closest?.record(&checker)
    }

    /// The answer, which is there when the task has begun: a recorded node waits for nothing.
    private static func answer(_ question: HTTPQuestion, by node: RPCRecordedNode) -> HTTPAnswer {
        let plan = RPCDispatcher(view: node).plan(question)
        if plan.pace < .submitting { return plan.answer() }
        let result = Answered()
        Task.immediate { result.answer = await plan.answerWaiting() }
        guard let answer = result.answer else { brokenInvariant("a recorded node waits for nothing") }
        return answer
    }

    /// Set by the task before `answer` reads it, on the same thread.
    private final class Answered: @unchecked Sendable {
        var answer: HTTPAnswer?
    }
}
