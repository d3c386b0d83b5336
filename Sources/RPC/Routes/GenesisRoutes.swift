import JSON
import Wire

extension Route {
    /// The genesis document, unless it is too large for one answer.
    static let genesis = Route(building: "genesis", isCacheable: true) { _ in
        { view in
            let genesis = view.genesis()
            if genesis.chunkCount > 1 {
                throw RouteError("genesis response is large, please use the genesis_chunked API instead")
            }
            return .members(("genesis", .raw(genesis.text)))
        }
    }

    /// A chunk of the genesis document, counted from 0.
    static let genesisChunked = Route(building: "genesis_chunked", "chunk", isCacheable: true) { arguments in
        let chunk = try arguments.next(.uint)
        return { view in
            let genesis = view.genesis()
            let count = genesis.chunkCount
            if count == 0 { throw RouteError("service configuration error, there are no chunks") }
            let index = Int(truncatingIfNeeded: chunk)
            // CometBFT compares the number as a signed one.
            if index < 0 { throw CallPanic("runtime error: index out of range [\(index)]") }
            guard let text = genesis.chunk(index) else {
                throw RouteError("there are \(count - 1) chunks, \(index) is invalid")
            }
            return .members(("chunk", .decimal(index)), ("total", .decimal(count)), ("data", .text(text)))
        }
    }
}
