/// Clients that send transactions one after the other, each waiting for its block, until the node is gone.
struct Load {
    /// A transaction that was answered as committed.
    struct Transaction: Sendable {
        let key: String
        let value: String
        let height: Int64
    }

    private let clients: Clients<Transaction>

    /// - Parameter largeBytes: How long the values of some transactions are; by default all are short.
    init(_ rpc: RPCClient, clients: Int, prefix: String, largeBytes: Int = 0) {
        self.clients = Clients(clients) { client, number in
            let key = "\(prefix)-\(client)-\(number)"
            let isLarge = client == 0 && number % 4 == 0
            let value = "\(number * 7)" + String(repeating: "x", count: isLarge ? largeBytes : 0)
            return Transaction(key: key, value: value, height: try rpc.commit("\(key)=\(value)").height)
        }
    }

    /// Waits until this many transactions were answered.
    func waitForAnswers(_ count: Int, within seconds: Double = patience) throws {
        try clients.waitForAnswers(count, within: seconds)
    }

    /// What was answered, once all clients have stopped: after the nodes' end.
    func finish() -> [Transaction] { clients.finish() }
}
