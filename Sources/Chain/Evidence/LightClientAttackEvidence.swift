package import Cryptography
import Wire

/// A block with a commit by validators of this chain that is not this chain's block: somebody tried to mislead a light
/// client.
package struct LightClientAttackEvidence: Hashable, Sendable {
    package let conflictingBlock: LightBlock
    /// The last height at which the misled client and the chain agreed.
    package let commonHeight: Height
    /// Who signed both or, in a lunatic attack, what could not be; by descending power.
    package let byzantineValidators: [Validator]
    /// Of the validator set at the common height.
    package let totalVotingPower: VotingPower
    /// Time of the block at the common height.
    package let timestamp: Timestamp

    package init(
        conflictingBlock: LightBlock, commonHeight: Height, byzantineValidators: [Validator],
        totalVotingPower: VotingPower, timestamp: Timestamp
    ) {
        self.conflictingBlock = conflictingBlock
        self.commonHeight = commonHeight
        self.byzantineValidators = byzantineValidators
        self.totalVotingPower = totalVotingPower
        self.timestamp = timestamp
    }

    /// The name under which pools and RPC know the evidence: equal for all commits to the same conflicting block.
    ///
    /// CometBFT meant to hash the header's hash and the common height, and copies one byte of the former too few: the
    /// 32nd is zero (types/evidence.go). Evidence that differs only there has the same name.
    package var hash: Hash {
        var preimage = conflictingBlock.header.hash.bytes.prefix(31)
        preimage += [UInt8](repeating: 0, count: Hash.size - preimage.count)
        // Go's PutVarint writes zig-zag.
        let height = commonHeight.rawValue
        preimage += Varint.encode(UInt64(bitPattern: height << 1 ^ height >> 63))
        return SHA256.hash(Array(preimage))
    }
}

extension LightClientAttackEvidence: Validatable {
    /// CometBFT `LightClientAttackEvidence.ValidateBasic`.
    package func validate() throws(ValidationError) {
        if totalVotingPower <= 0 { throw ValidationError("negative or zero total voting power") }
        if commonHeight <= 0 { throw ValidationError("negative or zero common height") }
        if commonHeight > conflictingBlock.height {
            throw ValidationError(
                "common height is ahead of the conflicting block height "
                    + "(\(commonHeight) > \(conflictingBlock.height))")
        }
        do {
            try conflictingBlock.validate(chainID: conflictingBlock.header.chainID)
        } catch {
            throw error.inside("invalid conflicting light block")
        }
    }
}
