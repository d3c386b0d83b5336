package import Cryptography
package import Wire

/// A validator's place in an extended commit: its precommit with the extension, or that there was none.
package struct ExtendedCommitSig: Hashable, Sendable {
    package let commitSig: CommitSig
    package let `extension`: [UInt8]
    package let extensionSignature: Signature

    package init(commitSig: CommitSig, extension: [UInt8] = [], extensionSignature: Signature = .empty) {
        self.commitSig = commitSig
        self.extension = `extension`
        self.extensionSignature = extensionSignature
    }

    /// No vote arrived.
    package static let absent = ExtendedCommitSig(commitSig: .absent)

    package var flag: BlockIDFlag { commitSig.flag }
}

extension ExtendedCommitSig: Validatable {
    package func validate() throws(ValidationError) {
        try commitSig.validate()
        if flag == .commit {
            if `extension`.count > ChainLimits.voteExtensionBytesMaximum {
                throw ValidationError("vote extension is too big (max: \(ChainLimits.voteExtensionBytesMaximum))")
            }
            if extensionSignature.bytes.count > ChainLimits.signatureBytesMaximum {
                throw ValidationError(
                    "vote extension signature is too big (max: \(ChainLimits.signatureBytesMaximum))")
            }
        } else if extensionSignature.isEmpty && !`extension`.isEmpty {
            throw ValidationError("vote extension signature absent on vote with extension")
        }
    }

    /// Checks that extensions are where they must be when the chain uses them, and nowhere else.
    package func validateExtensionPresence(isEnabled: Bool) throws(ValidationError) {
        if !isEnabled {
            if !`extension`.isEmpty { throw misplaced("vote extension present but extensions disabled") }
            if !extensionSignature.isEmpty {
                throw misplaced("vote extension signature present but extensions disabled")
            }
        } else if flag == .commit {
            if extensionSignature.isEmpty { throw misplaced("vote extension signature is missing") }
        } else {
            if !`extension`.isEmpty { throw misplaced("non-commit vote extension present") }
            if !extensionSignature.isEmpty { throw misplaced("non-commit vote extension signature present") }
        }
    }

    private func misplaced(_ what: String) -> ValidationError {
        let address = commitSig.validatorAddress?.description ?? ""
        return ValidationError("\(what); validator addr \(address), timestamp \(commitSig.timestamp.goDescription)")
    }
}

extension ExtendedCommitSig: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        commitSig.encode(into: &writer)
        writer.bytes(5, `extension`)
        writer.signature(6, extensionSignature)
    }

    /// Refuses what CometBFT's `ExtendedCommitSig.FromProto` refuses, which ends with `ValidateBasic`.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var fields = CommitSigFields()
        var extensionBytes: [UInt8] = []
        var extensionSignature = Signature.empty
        while let field = try reader.nextField() {
            if try fields.read(field, from: &reader) { continue }
            switch field.number {
            case 5: extensionBytes = try reader.bytes(field)
            case 6: extensionSignature = Signature(try reader.bytes(field))
            default: try reader.skip(field)
            }
        }
        self.init(
            commitSig: try fields.checked(), extension: extensionBytes, extensionSignature: extensionSignature)
        try validateDecoded()
    }
}
