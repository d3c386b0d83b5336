import Chain

/// The rule by which routes find the height they are asked for (CometBFT rpc/core/env.go `getHeight`).
enum RequestedHeight {
    /// - Parameter latest: What is meant when no height is named, and the highest that may be.
    static func resolve(_ height: Height?, latest: Height, base: Height) throws(RouteError) -> Height {
        guard let height else { return latest }
        if height <= 0 { throw RouteError("height must be greater than 0, but got \(height)") }
        if height > latest {
            throw RouteError(
                "height \(height) must be less than or equal to the current blockchain height \(latest)")
        }
        if height < base { throw RouteError("height \(height) is not available, lowest height is \(base)") }
        return height
    }

    /// A height that has a block.
    static func block(_ height: Height?, in chain: any ChainView) throws(RouteError) -> Height {
        try resolve(height, latest: chain.height, base: chain.base)
    }

    /// A height whose validators and parameters are known: those of the next one are too, once the node takes part.
    static func undecided(_ height: Height?, in chain: any ChainView, of view: any NodeView) throws(RouteError)
        -> Height
    {
        try resolve(height, latest: view.isCatchingUp ? chain.height : chain.height.next, base: chain.base)
    }
}
