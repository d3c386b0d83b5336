import ABCI
import Chain
import Cryptography
import Transactions
import Wire

/// How much of a transaction is looked at before its messages are executed.
enum Admission: Hashable, Sendable {
    /// All of it: a transaction of a block or for the mempool.
    case full
    /// All but the signatures: a transaction that the mempool has looked at.
    case withoutSignatures
    /// Neither signatures nor gas: what would it do?
    case simulation
}

extension RegistryState {
    /// Whether a transaction may be executed now, judged as the Cosmos SDK does; its sequence is used up then.
    ///
    /// The one judgement for mempool, proposals, simulation and blocks.
    ///
    /// - Parameters:
    ///   - transaction: Decoded by the version of messages that the chain has.
    ///   - verified: The transaction with its signatures verified, when somebody has done that.
    /// - Throws: `TransactionError` when it may not, with changes to be rolled back; `ApplicationError` when the state
    ///   cannot be read.
    mutating func admit(
        _ transaction: SignedTransaction, _ admission: Admission, verified: VerifiedTransaction? = nil,
        at moment: BlockMoment
    ) throws {
        try checkTime(transaction.body, at: moment)
        if admission != .simulation { try checkGas(transaction) }
        var numbers: [UInt64] = []
        for signer in transaction.authentication.signers {
            numbers.append(try useTurn(of: signer, transaction.body, at: moment))
        }
        if admission != .full { return }
        if let verified, verified.accountNumbers == numbers, verified.chainID == moment.chainID,
            verified.transaction.hash == transaction.hash
        {
            return
        }
        _ = try transaction.verified(chainID: moment.chainID, accountNumbers: numbers)  // it throws when they are wrong
    }

    private func checkTime(_ body: TransactionBody, at moment: BlockMoment) throws(TransactionError) {
        if body.timeoutHeight > 0 && UInt64(max(0, moment.height.rawValue)) > body.timeoutHeight {
            throw TransactionError(
                .timeoutHeight,
                "block height: \(moment.height), timeout height: \(body.timeoutHeight): tx timeout height")
        }
        guard let timeout = body.timeoutTimestamp else { return }
        if moment.time > timeout {
            throw TransactionError(
                .timeout, "block time: \(moment.time), timeout timestamp: \(timeout): tx timeout")
        }
        if body.isUnordered && timeout > moment.time.adding(parameters.unorderedTTL) {
            throw TransactionError(
                .invalidRequest,
                "unordered tx ttl exceeds \(parameters.unorderedTTL): timeout timestamp \(timeout), block time "
                    + "\(moment.time): invalid request")
        }
    }

    private func checkGas(_ transaction: SignedTransaction) throws(TransactionError) {
        let limit = transaction.authentication.fee.gasLimit
        let gas = GasTable.gas(of: transaction.body)
        if gas > limit {
            throw TransactionError(
                .outOfGas, "out of gas in location: gas table; gasWanted: \(limit), gasUsed: \(gas): out of gas")
        }
    }

    /// Uses up the signer's sequence, or an unordered transaction's time.
    ///
    /// An account that is not there may begin by registering something of its own: it has number 0 and sequence 0 then, as
    /// the transactions of a genesis have.
    ///
    /// - Returns: The account number that the signature must cover.
    private mutating func useTurn(
        of signer: SignerInformation, _ body: TransactionBody, at moment: BlockMoment
    ) throws -> UInt64 {
        let address = signer.address
        var account: Account
        var signedNumber: UInt64 = 0
        if let known = try self.account(address) {
            account = known
            signedNumber = known.number
        } else {
            if !body.messages.contains(where: { $0.givesFirstRecord(to: address) }) {
                throw TransactionError(.unknownAddress, "account \(address) does not exist: unknown address")
            }
            account = try ensureAccount(address)
        }
        if body.isUnordered {
            let timeout = body.timeoutTimestamp?.unixNanoseconds ?? 0
            if try isUsed(timeout, by: address) {
                throw TransactionError(
                    .invalidRequest, "already used timeout \(timeout) for address \(address): invalid request")
            }
            use(timeout, by: address)
            if account.publicKey != nil { return signedNumber }
        } else {
            if signer.sequence != account.sequence {
                throw TransactionError(
                    .wrongSequence,
                    "account sequence mismatch, expected \(account.sequence), got \(signer.sequence): "
                        + "incorrect account sequence")
            }
            account.sequence = account.sequence &+ 1
        }
        account.publicKey = signer.publicKey
        set(account, of: address)
        return signedNumber
    }
}

extension RegistryMessage {
    /// Whether the message registers something for this account, signed by itself.
    fileprivate func givesFirstRecord(to address: AccountAddress) -> Bool {
        switch self {
        case .register(let message): message.creator == address && message.owner == address
        case .registerBatch(let batch):
            batch.creator == address && batch.works.contains { ($0.owner ?? batch.creator) == address }
        default: false
        }
    }
}
