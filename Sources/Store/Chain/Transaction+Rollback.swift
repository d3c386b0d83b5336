import Chain
import Cryptography
import Evidence
import Execution
import Invariants
import Wire

extension Transaction {
    /// Takes back the last block, so that this is the state after the one before it. The application's entries go: they are
    /// to be made anew.
    ///
    /// A transaction that was in the chain before, and in this block once more, is not found by its hash any more.
    func removeLastBlock(leaving state: ChainState) throws(StoreError) {
        var range = try range()
        let height = range.height
        invariant(
            range.base > 0 && height > range.base && state.lastBlockHeight == height.previous,
            "the last block is taken back, and there is one before it")
        let meta = try present(try value(.blockMeta(height), as: BlockMeta.self), .blockMeta(height))
        let block = try present(try block(height), .blockMeta(height))
        try removeNumbers(of: block, &range)
        for evidence in block.evidence {
            try remove(.committedEvidence(evidence.key))
            try put(evidence.protobuf, for: .pendingEvidence(evidence.key))
        }
        if let hash = meta.blockID.hash { try remove(.block(hash)) }
        for index in 0..<meta.blockID.partSetHeader.total { try remove(.part(height, index: index)) }
        for key in [
            StoreKey.blockMeta(height), .commit(height.previous), .seenCommit(height), .extendedCommit(height),
            .response(height), .validators(height.next.next), .parameters(height.next), .firstTransaction(height),
        ] {
            try remove(key)
        }
        range.height = height.previous
        range.next = height
        try put(state.protobuf, for: .state)
        try put(range.bytes, for: .range)
        try clear(.application)
    }

    /// Takes the last block's transactions out of the index.
    private func removeNumbers(of block: Block, _ range: inout HeightRange) throws(StoreError) {
        if block.data.transactions.isEmpty { return }
        let key = StoreKey.firstTransaction(block.height)
        let first = try present(UInt64(bigEndianBytes: present(value(key), key)), key)
        for (index, transaction) in block.data.transactions.enumerated() {
            let key = StoreKey.transaction(transaction.hash, shelf: TransactionIndex.shelf(first + UInt64(index)))
            if let bytes = try value(key), TransactionPlace(bytes)?.height == block.height { try remove(key) }
        }
        try remove(.numbered(first))
        range.transactions = first
    }
}
