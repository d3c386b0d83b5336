package import Chain
package import Cryptography

/// A block of a captured chain, and what the node stored beside it. Members are protobuf as it was stored.
package struct CapturedBlock: Sendable {
    /// A validator as the state store gave it for this height.
    package struct ValidatorEntry: Equatable, Sendable {
        package var address: Address
        package var power: VotingPower
        package var priority: Int64
    }

    package var height: Height
    /// `tendermint.types.Block`.
    package var block: [UInt8]
    package var hash: Hash?
    package var partSetTotal: UInt32
    package var partSetHash: Hash?
    /// `tendermint.types.BlockMeta`.
    package var meta: [UInt8]
    /// The precommits that the node had when it decided.
    package var seenCommit: [UInt8]
    /// The next block's `LastCommit`; nil of the last block.
    package var canonicalCommit: [UInt8]?
    /// The precommits with their extensions; nil while extensions are off.
    package var extendedCommit: [UInt8]?
    /// `tendermint.types.ValidatorSet` of this height.
    package var validators: [UInt8]
    package var validatorEntries: [ValidatorEntry]
    /// Who proposes in round 0.
    package var proposer: Address
    /// `tendermint.types.ConsensusParams` of this height.
    package var parameters: [UInt8]
    /// `tendermint.abci.ResponseFinalizeBlock`.
    package var finalizeBlockResponse: [UInt8]
    /// The hash of this block's results, as the next header carries it.
    package var resultsHash: Hash?

    package init(_ member: VectorMember) throws(VectorError) {
        height = Height(try member["height"].integer())
        block = try member["block_proto"].hex()
        hash = try member["hash"].hash()
        partSetTotal = try member["part_set_total"].integer()
        partSetHash = try member["part_set_hash"].hash()
        meta = try member["block_meta_proto"].hex()
        seenCommit = try member["seen_commit_proto"].hex()
        canonicalCommit = try member["canonical_commit_proto"].hexIfPresent()
        extendedCommit = try member["extended_commit_proto"].hexIfPresent()
        validators = try member["validators_proto"].hex()
        validatorEntries = []
        for entry in try member["validators"].elements() {
            validatorEntries.append(
                ValidatorEntry(
                    address: try entry["address"].address(), power: VotingPower(try entry["power"].integer()),
                    priority: try entry["priority"].integer()))
        }
        proposer = try member["proposer_round0"].address()
        parameters = try member["consensus_params_proto"].hex()
        finalizeBlockResponse = try member["finalize_block_response_proto"].hex()
        resultsHash = try member["results_hash"].hash()
    }
}
