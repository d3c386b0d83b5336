import ABCI
import Chain
import Cryptography
import Transactions
import Wire

extension RegistryQuery {
    /// What a transaction would do now.
    ///
    /// - Parameter checksSignatures: Whether those that are there are looked at, so that the verdict is CheckTx's. Wallets
    ///   ask before they sign, and send nothing or anything for a signature.
    /// - Throws: Why it would be refused, with the code that CheckTx or the block would have.
    func simulate(_ bytes: [UInt8], checksSignatures: Bool) throws -> SimulationAnswer {
        var state = try RegistryState(map)
        let version = min(state.messageVersion, known)
        let isSigned =
            try checksSignatures
            && !SignedTransaction(bytes, for: .simulation, version: version).signatures.contains(where: \.isEmpty)
        let transaction = try SignedTransaction(bytes, for: isSigned ? .execution : .simulation, version: version)
        let result = try state.execute(
            transaction, isSigned ? .full : .simulation, verified: nil,
            at: last.last.next(localTime: request.localTime))
        if result.code != 0 { throw SimulationRefusal(result: result) }
        return SimulationAnswer(result: result)
    }
}

/// A transaction that would be refused.
struct SimulationRefusal: Error {
    let result: ExecTxResult
}

/// `cosmos.tx.v1beta1.SimulateResponse`.
struct SimulationAnswer: ProtobufEncodable {
    let result: ExecTxResult

    func encode(into writer: inout ProtobufWriter) {
        writer.message(1) { gas in
            gas.int64(1, result.gasWanted)
            gas.int64(2, result.gasUsed)
        }
        writer.message(2) { simulated in
            simulated.bytes(1, result.data)
            simulated.string(2, result.log)
            for event in result.events { simulated.message(3, event) }
            for response in (try? TxMsgData(protobuf: result.data))?.responses ?? [] { simulated.message(4, response) }
        }
    }
}
