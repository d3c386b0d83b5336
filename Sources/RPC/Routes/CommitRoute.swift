import Chain
import JSON
import Wire

extension Route {
    /// A header and its commit: the one that the next block carries or, of the last block, the one this node saw.
    static let commit = Route(reading: "commit", "height", isCacheable: true) { arguments in
        let requested = try arguments.next(.height)
        return { chain, _ in
            let height = try RequestedHeight.block(requested, in: chain)
            guard let meta = try chain.meta(at: height) else { return .null }
            let isLast = height == chain.height
            let commit = isLast ? try chain.seenCommit(at: height) : try chain.commit(at: height)
            return .members(
                ("signed_header", .members(("header", meta.header.json), ("commit", commit.json))),
                ("canonical", .bool(!isLast)))
        }
    }
}
