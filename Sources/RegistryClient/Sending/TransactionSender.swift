import ABCI
package import Chain
package import Cryptography
import Glibc
package import Transactions
import Wire

/// Signs transactions with one key and sends them to one node.
package struct TransactionSender: Sendable {
    /// How transactions are made and what is waited for.
    package struct Options: Sendable {
        /// The gas limit; nil for what a simulation uses.
        package var gas: UInt64?
        package var fees: [Coin]
        /// Whether several transactions may be under way at once; otherwise the account's sequence orders them.
        package var isUnordered: Bool

        package init(gas: UInt64? = nil, fees: [Coin] = [], isUnordered: Bool = false) {
            self.gas = gas
            self.fees = fees
            self.isUnordered = isUnordered
        }
    }

    /// How long an unordered transaction may wait for its block; within the chain's window of ten minutes.
    private static let unorderedLifetime = Nanoseconds.seconds(240)

    package let node: NodeClient
    package let key: Secp256k1PrivateKey
    package let chainID: ChainID
    package let options: Options
    /// The signer's account.
    package let address: AccountAddress

    package init(
        node: NodeClient, key: Secp256k1PrivateKey, chainID: ChainID, options: Options
    ) {
        self.node = node
        self.key = key
        self.chainID = chainID
        self.options = options
        address = AccountAddress(.secp256k1(key.publicKey))
    }

    /// Signs and sends; returns once the chain's node has taken the transaction.
    ///
    /// - Parameter now: The time of our clock, for unordered transactions.
    package func send(_ messages: [RegistryMessage], now: Timestamp) throws(ClientError) -> Hash {
        // An account that the chain does not know may begin with a registration of its own, with number and sequence 0.
        let account = try node.account(address) ?? AccountState()
        var body = TransactionBody(messages: messages)
        if options.isUnordered {
            body.isUnordered = true
            // Random below a second: the signer's pair with this moment may be used once.
            let lifetime =
                TransactionSender.unorderedLifetime.rawValue + Int64(TransactionSender.random(below: 1_000_000_000))
            body.timeoutTimestamp = now.adding(nanoseconds: lifetime)
        }
        let sequence = options.isUnordered ? 0 : account.sequence
        var builder = TransactionBuilder(body, fee: Fee(amount: options.fees, gasLimit: options.gas ?? 0))
        if options.gas == nil {
            builder.fee.gasLimit = try node.simulate(
                builder.unsigned(by: .secp256k1(key.publicKey), sequence: sequence))
        }
        let transaction = builder.signed(
            by: key, chainID: chainID, accountNumber: account.number, sequence: sequence)
        try node.broadcast(transaction)
        return SHA256.hash(transaction)
    }

    /// Waits until the transaction is in a block. Its refusal there is an error.
    ///
    /// - Parameter seconds: How long to wait at most.
    package func wait(for hash: Hash, seconds: Int) throws(ClientError) -> CommittedTransaction {
        let pause: useconds_t = 250_000
        for attempt in 0...(seconds * 4) {
            if attempt > 0 { usleep(pause) }
            guard let found = try node.transaction(hash) else { continue }
            if found.result.code != 0 {
                throw .refused(
                    code: found.result.code, codespace: found.result.codespace.description,
                    log: found.result.log.description)
            }
            return found
        }
        throw .notYetCommitted(hash, .seconds(Int64(seconds)))
    }

    private static func random(below bound: UInt64) -> UInt64 {
        var generator = SystemRandomNumberGenerator()
        return UInt64.random(in: 0..<bound, using: &generator)
    }
}

extension CommittedTransaction {
    /// What became of the works that the transaction registered, in order; empty when it registered none.
    package var registrations: [RegistrationOutcome] {
        guard let data = try? TxMsgData(protobuf: result.data) else { return [] }
        return data.responses.flatMap { response -> [RegistrationOutcome] in
            switch response.typeURL {
            case RegistrationOutcome.responseTypeURL:
                return (try? RegistrationOutcome(protobuf: response.value)).map { [$0] } ?? []
            case MsgRegisterContentBatchResponse.typeURL:
                return (try? MsgRegisterContentBatchResponse(protobuf: response.value))?.results ?? []
            default: return []
            }
        }
    }
}
