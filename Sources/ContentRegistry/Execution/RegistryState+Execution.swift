import ABCI
import Chain
import Cryptography
import Invariants
import Transactions
import Wire

extension RegistryState {
    /// Executes a transaction of a block: all of its messages, or none.
    mutating func execute(
        _ transaction: SignedTransaction, _ admission: Admission, verified: VerifiedTransaction?, at moment: BlockMoment
    ) throws(ApplicationError) -> ExecTxResult {
        let limit = Int64(clamping: transaction.authentication.fee.gasLimit)
        if let refusal = try attempt({ (state) in
            try state.admit(transaction, admission, verified: verified, at: moment)
        }) {
            return ExecTxResult(refusal, gasWanted: limit)
        }
        var events =
            transaction.body.isUnordered
            ? []
            : transaction.authentication.signers.map { signer in
                Event.of("tx", ("acc_seq", "\(signer.address)/\(signer.sequence)"))
            }
        let gas = Int64(clamping: GasTable.gas(of: transaction.body))
        var data = TxMsgData()
        let place = MessagePlace(moment: moment, transaction: transaction)
        let refusal = try attempt { (state) in
            for (index, message) in transaction.body.messages.enumerated() {
                let outcome: MessageOutcome
                do {
                    outcome = try state.execute(message, at: place)
                } catch let error as TransactionError {
                    throw TransactionError(
                        error.reason, "failed to execute message; message index: \(index): \(error.log)")
                }
                data.responses.append(
                    TxMsgData.Response(typeURL: message.responseTypeURL, value: outcome.response))
                events.append(RegistryState.event(of: message, index))
                events += outcome.events.map { $0.marked(index) }
            }
        }
        if let refusal { return ExecTxResult(refusal, gasWanted: limit, gasUsed: gas) }
        return ExecTxResult(data: data.protobuf, gasWanted: limit, gasUsed: gas, events: events)
    }

    /// Does something that can fail halfway; nothing of it stays then.
    ///
    /// - Returns: Why the transaction is refused, if it is.
    mutating func attempt(
        _ body: (inout RegistryState) throws -> Void
    ) throws(ApplicationError) -> TransactionError? {
        checkpoint()
        do {
            try body(&self)
            return nil
        } catch let error as TransactionError {
            rollBack()
            return error
        } catch let error as ApplicationError {
            rollBack()
            throw error
        } catch {
            brokenInvariant("the registry refuses or fails, and nothing else: \(error)")
        }
    }

    private mutating func execute(_ message: RegistryMessage, at place: MessagePlace) throws -> MessageOutcome {
        switch message {
        case .register(let message): try execute(message, at: place)
        case .registerBatch(let message): try execute(message, at: place)
        case .transfer(let message): try execute(message, at: place)
        case .updateLicense(let message): try execute(message, at: place)
        case .revise(let message): try execute(message, at: place)
        case .send(let message): try execute(message)
        case .createValidator(let message): try execute(message, at: place)
        case .undelegate(let message): try execute(message, at: place)
        case .rotateConsensusKey(let message): try execute(message, at: place)
        case .submitProposal(let message): try execute(message, at: place)
        case .vote(let message): try execute(message, at: place)
        case .revokeKey(let message): try execute(message, at: place)
        }
    }

    /// What the Cosmos SDK says of every message.
    private static func event(of message: RegistryMessage, _ index: Int) -> Event {
        let module =
            switch message {
            case .send: "bank"
            case .createValidator, .undelegate: "staking"
            case .rotateConsensusKey, .submitProposal, .vote: "validators"
            default: "contentregistry"
            }
        return Event.of(
            "message", ("action", message.typeURL.description), ("sender", message.signer.text), ("module", module)
        ).marked(index)
    }
}

extension ExecTxResult {
    /// A transaction that did nothing. The log is no part of the block's hash.
    init(_ refusal: TransactionError, gasWanted: Int64 = 0, gasUsed: Int64 = 0) {
        self.init(
            code: refusal.code, log: ByteString(refusal.log), gasWanted: gasWanted, gasUsed: gasUsed,
            codespace: refusal.codespace)
    }
}
