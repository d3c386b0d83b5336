package import Cryptography

/// Why a vote is not what a key signed, in CometBFT's words.
package enum VoteError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The vote names another validator.
    case invalidValidatorAddress
    /// The signature, or that of the extension, is not the key's.
    case invalidSignature
    /// A precommit for a block lacks the signature of its extension.
    case missingExtensionSignature

    package var description: String {
        switch self {
        case .invalidValidatorAddress: "invalid validator address"
        case .invalidSignature: "invalid signature"
        case .missingExtensionSignature: "expected vote extension signature"
        }
    }
}

extension Vote {
    /// What the validator signs. Address and index are no part of it.
    package func signBytes(chainID: ChainID) -> [UInt8] {
        CanonicalForms.vote(
            type: type, height: height, round: round, blockID: blockID, timestamp: timestamp, chainID: chainID)
    }

    /// What the validator signs for the extension, also when that is empty.
    package func extensionSignBytes(chainID: ChainID) -> [UInt8] {
        CanonicalForms.voteExtension(`extension`, height: height, round: round, chainID: chainID)
    }

    /// Checks that this key signed the vote; the extension is not looked at.
    package func verify(chainID: ChainID, publicKey: PublicKey) throws(VoteError) {
        if publicKey.address != validatorAddress { throw .invalidValidatorAddress }
        if !publicKey.verify(signature, of: signBytes(chainID: chainID)) { throw .invalidSignature }
    }

    /// Checks that this key signed the vote and, in a precommit for a block, its extension.
    package func verifyWithExtension(chainID: ChainID, publicKey: PublicKey) throws(VoteError) {
        try verify(chainID: chainID, publicKey: publicKey)
        if mayHaveExtension && extensionSignature.isEmpty { throw .missingExtensionSignature }
        try verifyExtension(chainID: chainID, publicKey: publicKey)
    }

    /// Checks that this key signed the extension, if this is a precommit for a block; else nothing.
    package func verifyExtension(chainID: ChainID, publicKey: PublicKey) throws(VoteError) {
        if !mayHaveExtension { return }
        if !publicKey.verify(extensionSignature, of: extensionSignBytes(chainID: chainID)) { throw .invalidSignature }
    }
}
