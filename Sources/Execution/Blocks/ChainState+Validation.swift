package import Chain
import Cryptography
import Wire

extension ChainState {
    /// Checks everything about a block but what its evidence proves (`checkEvidence`) and the clock
    /// (`checkTimeTolerance`): CometBFT state/validation.go `validateBlock`.
    ///
    /// - Parameter verifiesLastCommit: false when the signatures of the last commit have been verified elsewhere.
    package func check(_ block: Block, verifiesLastCommit: Bool = true) throws(BlockRejection) {
        try ChainState.checkContents(of: block)
        let header = block.header
        try checkPlace(header)
        try checkHashes(header)
        guard let lastCommit = block.lastCommit else { throw BlockRejection(.lastCommit, "nil LastCommit") }
        if header.height == initialHeight {
            if !lastCommit.signatures.isEmpty {
                throw BlockRejection(.lastCommitSize, "initial block can't have LastCommit signatures")
            }
        } else if verifiesLastCommit {
            try checkLastCommit(of: block)
        }
        try checkProposer(header)
        try checkTime(header, lastCommit)
        let evidenceSize = Int64(EvidenceList(block.evidence).byteSize)
        if evidenceSize > consensusParameters.evidence.maxBytes {
            throw BlockRejection(
                .evidenceSize,
                "Too much evidence: Max \(consensusParameters.evidence.maxBytes), got \(evidenceSize)")
        }
    }

    /// Checks that a header is that of the block after this state: its place, and the hashes of all that this state
    /// consists of, but for validators' priorities. A quorum of the validators that signs it vouches for the state.
    package func check(_ header: Header) throws(BlockRejection) {
        try checkPlace(header)
        try checkHashes(header)
        try checkProposer(header)
    }

    /// What a block says about itself: CometBFT types/block.go `Block.ValidateBasic`.
    package static func checkContents(of block: Block) throws(BlockRejection) {
        let header = block.header
        try rejecting(.header, as: "invalid header") { () throws(ValidationError) in try header.validate() }
        guard let lastCommit = block.lastCommit else { throw BlockRejection(.lastCommit, "nil LastCommit") }
        try rejecting(.lastCommit, as: "wrong LastCommit") { () throws(ValidationError) in
            try lastCommit.validate()
        }
        try expect(.lastCommitHash, "Header.LastCommitHash. ", wanted: lastCommit.hash, got: header.lastCommitHash)
        try expect(.dataHash, "Header.DataHash. ", wanted: block.data.hash, got: header.dataHash)
        for (index, evidence) in block.evidence.enumerated() {
            try rejecting(.evidence, as: "invalid evidence (#\(index))") { () throws(ValidationError) in
                try evidence.validate()
            }
        }
        // CometBFT tells the two the other way round.
        try expect(
            .evidenceHash, "Header.EvidenceHash. ", wanted: header.evidenceHash, got: EvidenceList(block.evidence).hash)
    }

    /// Which block it is.
    private func checkPlace(_ header: Header) throws(BlockRejection) {
        if header.version != version.consensus {
            throw ChainState.mismatch(
                .version, "Block.Header.Version. ", wanted: version.consensus.goDescription,
                got: header.version.goDescription)
        }
        if header.chainID != chainID {
            throw ChainState.mismatch(
                .chainID, "Block.Header.ChainID. ", wanted: chainID.description, got: header.chainID.description)
        }
        if lastBlockHeight == 0 && header.height != initialHeight {
            // CometBFT has the two the other way round.
            throw BlockRejection(
                .height,
                "wrong Block.Header.Height. Expected \(header.height) for initial block, got \(initialHeight)")
        }
        if lastBlockHeight > 0 && header.height != lastBlockHeight.next {
            throw ChainState.mismatch(
                .height, "Block.Header.Height. ", wanted: lastBlockHeight.next.description,
                got: header.height.description)
        }
        if header.lastBlockID != lastBlockID {
            throw ChainState.mismatch(
                .lastBlockID, "Block.Header.LastBlockID.  ", wanted: lastBlockID.description,
                got: header.lastBlockID.description)
        }
    }

    /// What it was made from.
    private func checkHashes(_ header: Header) throws(BlockRejection) {
        if header.appHash != appHash {
            throw ChainState.mismatch(
                .appHash, "Block.Header.AppHash.  ", wanted: appHash.description, got: header.appHash.description)
        }
        try ChainState.expect(
            .consensusHash, "Block.Header.ConsensusHash.  ", wanted: consensusParameters.hash,
            got: header.consensusHash)
        try ChainState.expect(
            .lastResultsHash, "Block.Header.LastResultsHash.  ", wanted: lastResultsHash, got: header.lastResultsHash)
        try ChainState.expect(
            .validatorsHash, "Block.Header.ValidatorsHash.  ", wanted: validators.hash, got: header.validatorsHash)
        try ChainState.expect(
            .nextValidatorsHash, "Block.Header.NextValidatorsHash.  ", wanted: nextValidators.hash,
            got: header.nextValidatorsHash)
    }

    private func checkLastCommit(of block: Block) throws(BlockRejection) {
        let verification = try lastCommitVerification(of: block)
        do {
            try verification?.finish()
        } catch {
            throw BlockRejection(error)
        }
    }

    /// Whose turn it was cannot be known without the round, so only whether it may propose at all.
    private func checkProposer(_ header: Header) throws(BlockRejection) {
        guard let proposer = header.proposerAddress else {
            throw BlockRejection(.proposer, "expected ProposerAddress size \(Address.size), got 0")
        }
        if validators.index(of: proposer) == nil {
            throw BlockRejection(.proposer, "block.Header.ProposerAddress \(proposer) is not a validator")
        }
    }

    private static func expect(
        _ check: BlockCheck, _ field: String, wanted: Hash?, got: Hash?
    ) throws(BlockRejection) {
        if wanted != got { throw mismatch(check, field, wanted: wanted.bytes.hex, got: got.bytes.hex) }
    }

    /// CometBFT's words; the spaces after the field are its own, too.
    private static func mismatch(
        _ check: BlockCheck, _ field: String, wanted: String, got: String
    ) -> BlockRejection {
        BlockRejection(check, "wrong \(field)Expected \(wanted), got \(got)")
    }
}

extension BlockVersion {
    /// As Go prints the struct.
    fileprivate var goDescription: String { "{\(block) \(app)}" }
}

extension [UInt8] {
    fileprivate var hex: String { Hex.uppercase(self) }
}
