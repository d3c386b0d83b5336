import Chain
import Glibc
package import Transactions
import Wire

// Questions about validators and what they vote on.
extension NodeClient {
    /// The registry's validators, who may become one, and bonds that are leaving.
    package func validators() throws(ClientError) -> ValidatorsAnswer { try answer(QueryPath.validators, []) }

    /// Proposals, the newest first.
    package func proposals(includingClosed: Bool = false) throws(ClientError) -> [ProposalEntry] {
        let question = ProposalsRequest(includesClosed: includingClosed, limit: PageRequest.limitMaximum)
        return try answer(QueryPath.proposals, question.protobuf, as: ProposalsAnswer.self).proposals
    }

    /// Asks again and again, a quarter of a second apart, until there is something.
    package func waiting<Value>(_ ask: () throws(ClientError) -> Value?) throws(ClientError) -> Value {
        while true {
            if let value = try ask() { return value }
            usleep(250_000)
        }
    }
}
