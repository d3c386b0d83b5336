/// The time that the protocol needs for a height between sites of equal power, if nothing but packets took time.
///
/// Three messages follow each other: the proposal to everybody, prevotes to a quorum, precommits to a quorum; then the next
/// proposer, which is another one, proposes when it has those. Each site is where its own messages and the nearest others'
/// let it be.
package struct ProtocolDelays: Sendable {
    package let sites: [Site]
    /// How many of them make a quorum.
    package let quorum: Int

    package init(_ sites: [Site], quorum: Int) {
        self.sites = sites
        self.quorum = quorum
    }

    /// Milliseconds from one block to the next, on average over so many turns of every proposer.
    ///
    /// The first turn is left out: then everybody starts at the same time.
    package func interval(turns: Int = 20) -> Double {
        let count = sites.count
        var decided = [Double](repeating: 0, count: count)
        var start = 0.0
        for height in 0..<(turns + 1) * count {
            if height == count { start = decided.reduce(0, +) / Double(count) }
            decided = next(after: decided, proposer: height % count)
        }
        return (decided.reduce(0, +) / Double(count) - start) / Double(turns * count)
    }

    /// When each site decides a height, given when it decided the one before.
    func next(after decided: [Double], proposer: Int) -> [Double] {
        let hasBlock = sites.indices.map { max(decided[$0], decided[proposer] + delay(proposer, $0)) }
        let hasPolka = sites.indices.map { max(hasBlock[$0], quorumArrives(of: hasBlock, at: $0)) }
        return sites.indices.map { max(hasBlock[$0], quorumArrives(of: hasPolka, at: $0)) }
    }

    private func quorumArrives(of sent: [Double], at site: Int) -> Double {
        sites.indices.map { sent[$0] + delay($0, site) }.sorted()[quorum - 1]
    }

    private func delay(_ from: Int, _ to: Int) -> Double {
        Double(Site.delayMilliseconds(sites[from], sites[to]))
    }
}
