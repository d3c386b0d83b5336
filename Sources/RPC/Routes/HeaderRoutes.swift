import Chain
import Cryptography
import JSON
import Wire

extension Route {
    static let header = Route(reading: "header", "height", isCacheable: true) { arguments in
        let height = try arguments.next(.height)
        return { chain, _ in
            let meta = try chain.meta(at: try RequestedHeight.block(height, in: chain))
            return .members(("header", meta.map(\.header).json))
        }
    }

    /// A header by its hash, which JSON gives in hexadecimal here. An unknown one is no error.
    static let headerByHash = Route(reading: "header_by_hash", "hash", isCacheable: true) { arguments in
        let hash = Hash(try arguments.next(.hexadecimal))
        return { chain, _ in
            let height = try hash.flatMap { try chain.height(ofBlock: $0) }
            let meta = try height.flatMap { try chain.meta(at: $0) }
            return .members(("header", meta.map(\.header).json))
        }
    }
}
