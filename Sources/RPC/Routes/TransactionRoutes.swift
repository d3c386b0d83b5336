import ABCI
import Chain
import Cryptography
import JSON
import Wire

extension Route {
    /// A transaction by its hash, with its result and, when asked for, the proof that its block has it.
    static let transaction = Route(reading: "tx", "hash", "prove", isCacheable: true) { arguments in
        let hash = try arguments.next(.base64)
        let prove = try arguments.next(.bool)
        return { chain, _ in
            if !chain.isIndexingTransactions { throw RouteError("transaction indexing is disabled") }
            if hash.isEmpty { throw RouteError("transaction hash cannot be empty") }
            guard let found = try Hash(hash).flatMap({ try chain.transaction($0) }) else {
                throw RouteError("tx (\(Hex.uppercase(hash))) not found")
            }
            let proof = prove ? try chain.block(at: found.height)?.data.proof(at: Int(found.index)) : nil
            return .members(
                leavingOutNil: ("hash", .hex(hash)), ("height", .decimal(found.height.rawValue)),
                ("index", .integer(found.index)), ("tx_result", found.result.json), ("tx", found.tx.json),
                ("proof", proof?.json))
        }
    }
}
