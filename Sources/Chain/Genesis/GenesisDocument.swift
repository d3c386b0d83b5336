package import Cryptography
import Wire

/// How a chain begins (CometBFT `types/genesis.go`).
package struct GenesisDocument: Hashable, Sendable {
    /// The first block's time; Go's zero time when the file has none.
    package var time: Timestamp
    package var chainID: ChainID
    /// The first block's height; a file may say zero for one.
    package var initialHeight: Height
    /// Nil for the defaults.
    package var consensusParameters: ConsensusParameters?
    /// None when the application names them in its answer to InitChain.
    package var validators: [GenesisValidator]
    package var appHash: AppHash
    /// JSON of the application's own; the node hands it to InitChain and never looks inside. Empty when there is none.
    package var appState: [UInt8]

    package init(
        time: Timestamp, chainID: ChainID, initialHeight: Height = 1,
        consensusParameters: ConsensusParameters? = ConsensusParameters(), validators: [GenesisValidator] = [],
        appHash: AppHash = .empty, appState: [UInt8] = []
    ) {
        self.time = time
        self.chainID = chainID
        self.initialHeight = initialHeight
        self.consensusParameters = consensusParameters
        self.validators = validators
        self.appHash = appHash
        self.appState = appState
    }

    /// The document with its gaps filled, refused with CometBFT's words where a rule is broken.
    ///
    /// - Parameter now: Becomes the chain's time if the document has none. Nodes that start from such a document at
    ///   different moments found different chains, as CometBFT's do.
    package func completed(now: Timestamp) throws(ValidationError) -> GenesisDocument {
        var complete = self
        if chainID.text.isEmpty { throw ValidationError("genesis doc must include non-empty chain_id") }
        if chainID.text.bytes.count > ChainID.sizeMaximum {
            throw ValidationError("chain_id in genesis doc is too long (max: \(ChainID.sizeMaximum))")
        }
        if initialHeight < 0 { throw ValidationError("initial_height cannot be negative (got \(initialHeight))") }
        if initialHeight == 0 { complete.initialHeight = 1 }
        if let consensusParameters {
            try consensusParameters.validate()
        } else {
            complete.consensusParameters = ConsensusParameters()
        }
        for (index, validator) in validators.enumerated() {
            complete.validators[index] = try GenesisDocument.completed(validator)
        }
        if time.isZero { complete.time = now }
        return complete
    }

    private static func completed(_ validator: GenesisValidator) throws(ValidationError) -> GenesisValidator {
        if validator.power == 0 {
            throw ValidationError("the genesis file cannot contain validators with no voting power: \(validator)")
        }
        let address = validator.publicKey.address
        if !validator.address.isEmpty && validator.address != address.bytes {
            throw ValidationError(
                "incorrect address for validator \(validator) in the genesis file, should be \(address)")
        }
        return GenesisValidator(publicKey: validator.publicKey, power: validator.power, name: validator.name)
    }

    /// The set that signs the first block; empty when the application names it.
    package func validatorSet() throws(ValidationError) -> ValidatorSet {
        try ValidatorSet(validators.map { Validator(publicKey: $0.publicKey, votingPower: $0.power) })
    }

    /// What `start --genesis_hash` compares: SHA-256 of the file's bytes.
    package static func hash(ofFile bytes: [UInt8]) -> Hash { SHA256.hash(bytes) }
}
