package import Chain
import Cryptography

/// A block from a peer, and the commit that is to prove it: what is costly to check, and can be done side by side for many
/// heights.
package struct CommitExamination: Sendable {
    /// Names the examination; none has the number of another.
    package let number: UInt64
    package let chainID: ChainID
    package let block: Block
    /// The last commit of the block after it.
    package let commit: Commit
    /// The block's own commit with vote extensions, as it came with the block.
    package let extendedCommit: ExtendedCommit?
    /// Whether precommits of this height carry extensions.
    package let extensionsAreEnabled: Bool
    /// Who signs this height, as far as is known.
    package let validators: ValidatorSet
    package let faultModel: FaultModel

    package init(
        number: UInt64, chainID: ChainID, block: Block, commit: Commit, extendedCommit: ExtendedCommit?,
        extensionsAreEnabled: Bool, validators: ValidatorSet, faultModel: FaultModel
    ) {
        self.number = number
        self.chainID = chainID
        self.block = block
        self.commit = commit
        self.extendedCommit = extendedCommit
        self.extensionsAreEnabled = extensionsAreEnabled
        self.validators = validators
        self.faultModel = faultModel
    }

    /// Examines: what a runner does beside the engine.
    ///
    /// Every vote of the commit is verified, as CometBFT does since v0.38.25, and each signature once, though the block's own
    /// commit has most of them again.
    ///
    /// - Parameter isValid: Whether a check's signature is right.
    package func finding(isValid: (SignatureCheck) -> Bool = { $0.verify() }) -> CommitFinding {
        CommitFinding(number: number, height: block.height, verdict: verdict(isValid))
    }

    /// The commit is looked at first, by itself: whether it stands tells which of the two blocks is the false one.
    private func verdict(_ isValid: (SignatureCheck) -> Bool) -> CommitFinding.Verdict {
        var verified: Set<SignatureCheck> = []
        do {
            try validators.verification(
                chainID: chainID, blockID: commit.blockID, height: block.height, commit: commit, faultModel: faultModel
            ).finish { check in
                let isRight = isValid(check)
                if isRight && extensionsAreEnabled { verified.insert(check) }
                return isRight
            }
        } catch {
            return .falseCommit("\(error)")
        }
        let parts = block.partSet()
        guard let hash = block.hash else { return .falseBlock("it has no hash") }
        let id = BlockID(hash: hash, partSetHeader: parts.header)
        if id != commit.blockID { return .falseBlock("it is \(id), and \(commit.blockID) was decided") }
        do {
            let seen = try seenCommit(of: id) { verified.contains($0) || isValid($0) }
            return .proven(
                ProvenBlock(block: block, parts: parts, id: id, seenCommit: seen, proof: commit))
        } catch {
            return .falseBlock("its extended commit: \(error)")
        }
    }

    /// The commit to store with the block: its own where votes carry extensions, for the next proposal needs them.
    private func seenCommit(
        of id: BlockID, _ isValid: (SignatureCheck) -> Bool
    ) throws(CommitVerificationError) -> ExtendedCommit {
        guard extensionsAreEnabled else {
            if extendedCommit == nil { return ExtendedCommit(wrapping: commit) }
            throw .voteExtensions(ValidationError("there is one, and extensions are disabled"))
        }
        guard let extendedCommit else {
            throw .voteExtensions(ValidationError("there is none, and extensions are enabled"))
        }
        do {
            try extendedCommit.validateExtensionPresence(isEnabled: true)
        } catch {
            throw .voteExtensions(error)
        }
        try validators.verification(
            chainID: chainID, blockID: id, height: block.height, commit: extendedCommit.commit, faultModel: faultModel
        ).finish(isValid: isValid)
        for (index, validator) in validators.validators.enumerated() {
            guard let vote = extendedCommit.vote(at: index) else { continue }
            do {
                try vote.verifyExtension(chainID: chainID, publicKey: validator.publicKey)
            } catch {
                throw .voteExtensions(ValidationError("invalid vote extension signature (val #\(index)): \(error)"))
            }
        }
        return extendedCommit
    }
}
