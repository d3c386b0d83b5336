package import Cryptography

/// A validator's prevote or precommit, for a block or for nil.
package struct Vote: Hashable, Sendable {
    package var type: SignedMessageType
    package var height: Height
    package var round: Round
    /// The block; none in a vote for nil.
    package var blockID: BlockID
    package var timestamp: Timestamp
    /// Nil only in what has not been validated.
    package var validatorAddress: Address?
    /// The validator's place in the set.
    package var validatorIndex: Int32
    package var signature: Signature
    /// What the application adds to a precommit for a block.
    package var `extension`: [UInt8]
    package var extensionSignature: Signature

    package init(
        type: SignedMessageType, height: Height, round: Round, blockID: BlockID, timestamp: Timestamp,
        validatorAddress: Address?, validatorIndex: Int32, signature: Signature = .empty,
        extension: [UInt8] = [], extensionSignature: Signature = .empty
    ) {
        self.type = type
        self.height = height
        self.round = round
        self.blockID = blockID
        self.timestamp = timestamp
        self.validatorAddress = validatorAddress
        self.validatorIndex = validatorIndex
        self.signature = signature
        self.extension = `extension`
        self.extensionSignature = extensionSignature
    }

    /// Whether the vote is for no block.
    package var isNil: Bool { blockID.isNil }

    /// Whether this is the kind of vote that may carry an extension: a precommit for a block.
    package var mayHaveExtension: Bool { type == .precommit && !isNil }
}

extension Vote: Validatable {
    /// CometBFT `Vote.ValidateBasic`.
    package func validate() throws(ValidationError) {
        if !type.isVote { throw ValidationError("invalid Type") }
        if height <= 0 { throw ValidationError("negative or zero Height") }
        if round < 0 { throw ValidationError("negative Round") }
        if !blockID.isNil && !blockID.isComplete {
            throw ValidationError("blockID must be either empty or complete, got: \(blockID)")
        }
        if validatorAddress == nil { throw ValidationError.validatorAddress(size: 0) }
        if validatorIndex < 0 { throw ValidationError("negative ValidatorIndex") }
        try signature.validatePresence()
        try mayHaveExtension ? validateExtension() : validateNoExtension()
    }

    /// Whether extensions are in use is not known here, so that both may be missing.
    private func validateExtension() throws(ValidationError) {
        if extensionSignature.bytes.count > ChainLimits.signatureBytesMaximum {
            throw ValidationError("vote extension signature is too big (max: \(ChainLimits.signatureBytesMaximum))")
        }
        if extensionSignature.isEmpty && !`extension`.isEmpty {
            throw ValidationError("vote extension signature absent on vote with extension")
        }
    }

    private func validateNoExtension() throws(ValidationError) {
        if !`extension`.isEmpty {
            throw ValidationError("unexpected vote extension; vote type \(type.rawValue), isNil \(isNil)")
        }
        if !extensionSignature.isEmpty { throw ValidationError("unexpected vote extension signature") }
    }

    /// Refuses a precommit for a block that lacks the signature of its extension, on a chain with extensions.
    package func validateExtensionPresence() throws(ValidationError) {
        if mayHaveExtension && extensionSignature.isEmpty { throw ValidationError("vote extension absent") }
    }
}

extension Signature {
    /// Whether a signature that must be there has a possible size; nothing is verified.
    func validatePresence() throws(ValidationError) {
        if isEmpty { throw ValidationError("signature is missing") }
        if bytes.count > ChainLimits.signatureBytesMaximum {
            throw ValidationError("signature is too big (max: \(ChainLimits.signatureBytesMaximum))")
        }
    }
}

extension ValidationError {
    /// A validator's address of another size than an address has.
    static func validatorAddress(size: Int) -> ValidationError {
        ValidationError("expected ValidatorAddress size to be \(Address.size) bytes, got \(size) bytes")
    }
}
