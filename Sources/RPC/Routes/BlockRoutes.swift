import Chain
import Cryptography
import JSON
import Wire

extension Route {
    static let block = Route(reading: "block", "height", isCacheable: true) { arguments in
        let height = try arguments.next(.height)
        return { chain, _ in try block(at: try RequestedHeight.block(height, in: chain), in: chain) }
    }

    /// A block by the hash of its header. An unknown hash is no error: the answer has no block.
    static let blockByHash = Route(reading: "block_by_hash", "hash", isCacheable: true) { arguments in
        let hash = Hash(try arguments.next(.base64))
        return { chain, _ in
            guard let hash, let height = try chain.height(ofBlock: hash) else {
                return .members(("block_id", BlockID.none.json), ("block", .null))
            }
            return try block(at: height, in: chain)
        }
    }

    private static func block(at height: Height, in chain: any ChainView) throws -> JSONValue {
        let meta = try chain.meta(at: height)
        return .members(
            ("block_id", (meta?.blockID ?? .none).json), ("block", try chain.block(at: height).json))
    }
}
