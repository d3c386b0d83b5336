import Chain
import Execution
import Wire

extension Transaction {
    /// Removes up to `limit` heights below `target`, and as many that no evidence can be about any more.
    ///
    /// - Returns: Whether none is left.
    func prune(below target: Height, limit: Int) throws(StoreError) -> Bool {
        let found = try range()
        var range = found
        let end = min(target, range.height)
        var count = 0
        while range.base > 0 && range.base < end && count < limit {
            try removeBlock(&range)
            range.base = range.base.next
            count += 1
        }
        let isEvidenceDone = try pruneEvidence(&range, limit: limit)
        let isDone = range.base >= end && isEvidenceDone
        // A transaction that changes nothing costs no sync.
        if range != found { try put(range.bytes, for: .range) }
        return isDone
    }

    /// Removes up to `limit` heights of pruned blocks that no evidence can be about any more.
    private func pruneEvidence(_ range: inout HeightRange, limit: Int) throws(StoreError) -> Bool {
        guard range.evidenceBase < range.base, let state = try value(.state, as: ChainState.self) else { return true }
        let start = range.evidenceBase
        while range.evidenceBase < range.base, try isExpired(range.evidenceBase, state) {
            if range.evidenceBase.rawValue - start.rawValue >= Int64(limit) { break }
            try removeEvidence(range.evidenceBase)
            range.evidenceBase = range.evidenceBase.next
        }
        if range.evidenceBase > start { try removeHistory(below: range.evidenceBase) }
        return range.evidenceBase.rawValue - start.rawValue < Int64(limit)
    }

    /// Whether evidence of this height would come too late.
    private func isExpired(_ height: Height, _ state: ChainState) throws(StoreError) -> Bool {
        guard let meta = try value(.blockMeta(height), as: BlockMeta.self) else { return true }
        return state.isExpired(evidenceFrom: height, at: meta.header.time)
    }

    /// Removes all of the lowest block but its header and the commits of it.
    ///
    /// Deviation: the places of its transactions go too, so `/tx` finds no transaction of a pruned block. CometBFT's
    /// index is never pruned.
    private func removeBlock(_ range: inout HeightRange) throws(StoreError) {
        let height = range.base
        let meta = try present(try value(.blockMeta(height), as: BlockMeta.self), .blockMeta(height))
        if meta.transactionCount > 0 {
            try removeTransactions(try present(try block(height), .blockMeta(height)), &range)
        }
        if let hash = meta.blockID.hash { try remove(.block(hash)) }
        for index in 0..<meta.blockID.partSetHeader.total { try remove(.part(height, index: index)) }
        try remove(.response(height))
        try remove(.seenCommit(height))
    }

    private func removeEvidence(_ height: Height) throws(StoreError) {
        try remove(.blockMeta(height))
        try remove(.commit(height))
        try remove(.extendedCommit(height))
    }

    /// Removes validators and parameters of heights below `base`, but for those that later heights are made of.
    private func removeHistory(below base: Height) throws(StoreError) {
        guard let validators = try value(.validators(base), as: ValidatorsInfo.self),
            let parameters = try value(.parameters(base), as: ParametersInfo.self)
        else { return }
        var kept: Set<Height> = [Height(base.rawValue - base.rawValue % ValidatorHistory.stepInterval)]
        kept.insert(ValidatorHistory.origin(of: base, lastChanged: validators.lastChanged))
        var doomed: [StoreKey] = []
        for height in try heightsWithHistory(below: base) {
            if !kept.contains(height) { doomed.append(.validators(height)) }
            if height != parameters.lastChanged { doomed.append(.parameters(height)) }
        }
        for key in doomed { try remove(key) }
    }

    /// The heights below `base` whose validators or parameters are still there.
    private func heightsWithHistory(below base: Height) throws(StoreError) -> [Height] {
        var heights: Set<Height> = []
        try walk(.heights, from: []) { (key, _) throws(StoreError) in
            if let height = StoreKey.historyHeight(key), height < base { heights.insert(height) }
            // What is of a height stands at most two heights below it.
            return StoreKey.storedHeight(key).map { $0 < base } ?? true
        }
        return heights.sorted()
    }
}
