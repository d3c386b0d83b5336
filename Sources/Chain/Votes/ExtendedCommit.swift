package import Wire

/// A commit whose signatures keep the vote extensions: what a proposer hands to the application.
package struct ExtendedCommit: Hashable, Sendable {
    package var height: Height
    package var round: Round
    package var blockID: BlockID
    package var signatures: [ExtendedCommitSig]

    package init(height: Height, round: Round, blockID: BlockID, signatures: [ExtendedCommitSig]) {
        self.height = height
        self.round = round
        self.blockID = blockID
        self.signatures = signatures
    }

    /// The commit's signatures with no extensions, where only the extended form has a place for them.
    package init(wrapping commit: Commit) {
        self.init(
            height: commit.height, round: commit.round, blockID: commit.blockID,
            signatures: commit.signatures.map { ExtendedCommitSig(commitSig: $0) })
    }

    /// The commit without the extensions.
    package var commit: Commit {
        Commit(height: height, round: round, blockID: blockID, signatures: signatures.map(\.commitSig))
    }

    /// The vote in the place of this validator, with its extension; nil when there is no such place or no vote in it.
    package func vote(at index: Int) -> Vote? {
        guard signatures.indices.contains(index), let validatorIndex = Int32(exactly: index) else { return nil }
        let signature = signatures[index]
        let commitSig = signature.commitSig
        if commitSig.flag == .absent { return nil }
        return Vote(
            type: .precommit, height: height, round: round,
            blockID: commitSig.blockID(commitBlockID: blockID), timestamp: commitSig.timestamp,
            validatorAddress: commitSig.validatorAddress, validatorIndex: validatorIndex,
            signature: commitSig.signature, extension: signature.extension,
            extensionSignature: signature.extensionSignature)
    }

    /// Checks every place's extension against whether the chain uses extensions.
    package func validateExtensionPresence(isEnabled: Bool) throws(ValidationError) {
        for signature in signatures { try signature.validateExtensionPresence(isEnabled: isEnabled) }
    }
}

extension ExtendedCommit: Validatable {
    package func validate() throws(ValidationError) {
        if height < 0 { throw ValidationError("negative Height") }
        if round < 0 { throw ValidationError("negative Round") }
        if height == 0 { return }
        if blockID.isNil { throw ValidationError("extended commit cannot be for nil block") }
        if signatures.isEmpty { throw ValidationError("no signatures in commit") }
        for (index, signature) in signatures.enumerated() {
            try signature.validate(as: "wrong ExtendedCommitSig #\(index)")
        }
    }
}

extension ExtendedCommit: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.int64(1, height.rawValue)
        writer.int32(2, round.rawValue)
        writer.message(3, blockID)
        for signature in signatures { writer.message(4, signature) }
    }

    /// Refuses what CometBFT's `ExtendedCommitFromProto` refuses, which ends with `ValidateBasic`, and more than
    /// 10 000 signatures, as `Commit` does.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var blockID = EmbeddedMessage()
        self.init(height: 0, round: 0, blockID: .none, signatures: [])
        while let field = try reader.nextField() {
            switch field.number {
            case 1: height = Height(try reader.int64(field))
            case 2: round = Round(try reader.int32(field))
            case 3: try reader.merge(field, into: &blockID)
            case 4: try reader.append(field, to: &signatures, atMost: ChainLimits.votesMaximum)
            default: try reader.skip(field)
            }
        }
        self.blockID = try blockID.decode(BlockID.self)
        try validateDecoded()
    }
}
