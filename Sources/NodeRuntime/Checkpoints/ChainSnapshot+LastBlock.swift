import Chain
import Execution
import Store

extension ChainSnapshot {
    /// The state before the last block was executed, with the last two blocks' metas; nil when only one is stored.
    func beforeLastBlock() throws(StoreError) -> (state: ChainState, meta: BlockMeta, last: BlockMeta)? {
        guard let state = try state, state.lastBlockHeight > 0 else { return nil }
        let last = state.lastBlockHeight
        guard let lastMeta = try blockMeta(at: last), let meta = try blockMeta(at: last.previous),
            let validators = try validators(at: last.previous), let parameters = try parameters(at: last),
            let validatorsChanged = try validatorsChanged(at: last.next),
            let parametersChanged = try parametersChanged(at: last),
            let before = state.beforeLastBlock(
                last: lastMeta.header, previous: meta, lastValidators: validators, parameters: parameters,
                validatorsChanged: validatorsChanged, parametersChanged: parametersChanged)
        else { return nil }
        return (before, meta, lastMeta)
    }

    /// A stored block with its parts and the commit as this node saw it; nil when it is not there.
    func wholeBlock(_ meta: BlockMeta) throws -> (block: Block, parts: PartSet, commit: ExtendedCommit)? {
        let height = meta.header.height
        guard let block = try block(at: height),
            let commit = try extendedCommit(at: height) ?? seenCommit(at: height).map(ExtendedCommit.init(wrapping:))
        else { return nil }
        var parts = PartSet(header: meta.blockID.partSetHeader)
        for index in 0..<meta.blockID.partSetHeader.total {
            guard let part = try part(index, ofBlockAt: height) else { return nil }
            _ = try parts.add(part)  // each is new
        }
        return (block, parts, commit)
    }
}
