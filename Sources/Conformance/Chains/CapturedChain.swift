package import JSON

/// A chain as a node stored it (`chain.json`): what was decided, and what the node made of it.
///
/// Everything but the blocks themselves is an expectation: it is compared with what an import computes, and never used
/// to compute anything.
package struct CapturedChain: Sendable {
    /// The genesis file's JSON.
    package var genesis: JSONValue
    package var blocks: [CapturedBlock]
    /// `tendermint.state.State` before the first block.
    package var genesisState: [UInt8]?
    /// `tendermint.state.State` after the last one.
    package var finalState: [UInt8]?
    /// The validators of the height after next, as `/validators` writes them.
    package var finalNextValidators: JSONValue?
    package var appHash: [UInt8]
    package var lastBlockHeight: Int64

    package init(_ file: VectorMember) throws(VectorError) {
        genesis = file["genesis"].json
        blocks = []
        for block in try file["blocks"].elements() {
            blocks.append(try CapturedBlock(block))
        }
        genesisState = try file["genesis_state_proto"].hexIfPresent()
        finalState = try file["final_state_proto"].hexIfPresent()
        finalNextValidators = file.has("final_next_validators") ? file["final_next_validators"].json : nil
        appHash = try file["app_hash"].hex()
        lastBlockHeight = try file["last_block_height"].integer()
    }
}
