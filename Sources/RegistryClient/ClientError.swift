package import Chain
package import Cryptography
package import Transactions
import Wire

/// Why a question to a node or a transaction did not succeed, and what to do.
package enum ClientError: Error, Sendable {
    /// What was given is no address of a node.
    case address(String)
    /// Nobody answers there.
    case unreachable(NodeAddress, String)
    /// What came back is no answer of a node; the text says why.
    case answer(NodeAddress, String)
    /// The node's own error.
    case node(String)
    /// The chain's refusal of a question or transaction: its code, and what it said.
    case refused(code: UInt32, codespace: String, log: String)
    /// The account is not known to the chain.
    case noAccount(AccountAddress)
    /// The transaction is in no block yet.
    case notYetCommitted(Hash, Nanoseconds)
    case work(String)
    /// What was waited for did not come in this time; the text says what was there instead.
    case notInTime(seconds: Int, String)
    /// What the node says is not proven.
    case proof(String)
}

extension ClientError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .address(let text):
            "--node \(text) is no address of a node: expected one such as tcp://127.0.0.1:26657"
        case .unreachable(let address, let reason):
            "no node answers at \(address): \(reason); start one with daon-node start, or name another with --node"
        case .answer(let address, let reason):
            "\(address) answers, but not as a node: \(reason)"
        case .node(let message): "the node cannot answer: \(message)"
        case .refused(let code, let codespace, let log): ClientError.refusal(code, codespace, log)
        case .noAccount(let account):
            "account \(account) is not on this chain yet: it begins when something is sent to it, or when it "
                + "registers a work or is given a record"
        case .notYetCommitted(let hash, let time):
            "transaction \(hash) was taken but is in no block after \(time); it may still come: daon-node query tx \(hash)"
        case .work(let text): text
        case .notInTime(let seconds, let state): "not within \(seconds) s: \(state)"
        case .proof(let reason): "not proven: \(reason)"
        }
    }

    private static func refusal(_ code: UInt32, _ codespace: String, _ log: String) -> String {
        let advice: String
        switch (codespace, code) {
        case ("sdk", 4): advice = "; check that --from is the right key and --node a node of the right chain"
        case ("sdk", 5): advice = "; see what there is with: daon-node query balance ADDRESS"
        case ("sdk", 9):
            advice =
                "; an account begins when something is sent to it, or when it registers a work or is given a record"
        case ("sdk", 11): advice = "; give more with --gas, or leave it out"
        case ("sdk", 13): advice = "; give more with --fees"
        case ("sdk", 19): advice = "; it was sent before and waits: ask for it with daon-node query tx HASH"
        case ("sdk", 20): advice = "; try again in a moment"
        case ("sdk", 32): advice = "; another transaction of this account came first: send it again"
        case ("sdk", 42), ("sdk", 30): advice = "; its time is over: send it again"
        case ("contentregistry", 1107): advice = "; somebody changed the record: look at it and send it again"
        default: advice = ""
        }
        return "the chain refused it: \(log) (\(codespace) \(code))\(advice)"
    }
}
