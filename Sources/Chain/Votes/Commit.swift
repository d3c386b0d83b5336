package import Cryptography
package import Wire

/// The precommits that made a block final, one place for each validator in the set's order.
package struct Commit: Hashable, Sendable {
    package var height: Height
    package var round: Round
    package var blockID: BlockID
    package var signatures: [CommitSig]

    package init(height: Height, round: Round, blockID: BlockID, signatures: [CommitSig]) {
        self.height = height
        self.round = round
        self.blockID = blockID
        self.signatures = signatures
    }

    /// What the first block has in place of its predecessor's commit.
    package static let empty = Commit(height: 0, round: 0, blockID: .none, signatures: [])

    /// The Merkle root over the signatures; height, round and block are not under it.
    package var hash: Hash {
        var tree = MerkleAccumulator()
        for signature in signatures { tree.add(signature.protobuf) }
        return tree.root
    }

    /// The vote in the place of this validator, without extension; nil when there is no such place or no vote in it.
    package func vote(at index: Int) -> Vote? {
        guard signatures.indices.contains(index), let validatorIndex = Int32(exactly: index) else { return nil }
        let signature = signatures[index]
        if signature.flag == .absent { return nil }
        return Vote(
            type: .precommit, height: height, round: round,
            blockID: signature.blockID(commitBlockID: blockID), timestamp: signature.timestamp,
            validatorAddress: signature.validatorAddress, validatorIndex: validatorIndex,
            signature: signature.signature)
    }

    /// What the validator in this place signed; nil when there is no such place or no vote in it.
    package func voteSignBytes(chainID: ChainID, at index: Int) -> [UInt8]? {
        guard signatures.indices.contains(index) else { return nil }
        let signature = signatures[index]
        if signature.flag == .absent { return nil }
        return CanonicalForms.vote(
            type: .precommit, height: height, round: round,
            blockID: signature.blockID(commitBlockID: blockID), timestamp: signature.timestamp, chainID: chainID)
    }
}

extension Commit: Validatable {
    /// CometBFT `Commit.ValidateBasic`: at height zero stands the first block's empty commit, and little is asked of it.
    package func validate() throws(ValidationError) {
        if height < 0 { throw ValidationError("negative Height") }
        if round < 0 { throw ValidationError("negative Round") }
        if height == 0 { return }
        if blockID.isNil { throw ValidationError("commit cannot be for nil block") }
        if signatures.isEmpty { throw ValidationError("no signatures in commit") }
        for (index, signature) in signatures.enumerated() {
            try signature.validate(as: "wrong CommitSig #\(index)")
        }
    }
}

extension Commit: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.int64(1, height.rawValue)
        writer.int32(2, round.rawValue)
        writer.message(3, blockID)
        for signature in signatures { writer.message(4, signature) }
    }

    /// Refuses what CometBFT's `CommitFromProto` refuses, which ends with `ValidateBasic`.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var blockID = EmbeddedMessage()
        self = .empty
        while let field = try reader.nextField() {
            switch field.number {
            case 1: height = Height(try reader.int64(field))
            case 2: round = Round(try reader.int32(field))
            case 3: try reader.merge(field, into: &blockID)
            case 4: try reader.append(field, to: &signatures, atMost: ChainLimits.commitSignaturesMaximum)
            default: try reader.skip(field)
            }
        }
        self.blockID = try blockID.decode(BlockID.self)
        try validateDecoded()
    }
}
