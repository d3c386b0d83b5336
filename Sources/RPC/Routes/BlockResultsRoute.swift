import ABCI
import Chain
import JSON
import Wire

extension Route {
    /// What executing a block led to.
    static let blockResults = Route(reading: "block_results", "height", isCacheable: true) { arguments in
        let requested = try arguments.next(.height)
        return { chain, _ in
            let height = try RequestedHeight.block(requested, in: chain)
            guard let results = try chain.results(at: height) else {
                throw RouteError("could not find results for height #\(height)")
            }
            return .members(
                ("height", .decimal(height.rawValue)), ("txs_results", .arrayOrNull(of: results.txResults)),
                ("finalize_block_events", .arrayOrNull(of: results.events)),
                ("validator_updates", .arrayOrNull(of: results.validatorUpdates)),
                ("consensus_param_updates", results.consensusParamUpdates.json),
                ("app_hash", .base64(results.appHash.bytes.isEmpty ? nil : results.appHash.bytes)))
        }
    }
}
