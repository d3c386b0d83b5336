import Chain
import Cryptography
import PeerMessages

/// What is false in a block that a liar gives.
enum Falsehood: Int, CaseIterable {
    case transactions
    case wrongHeight
    case validators
    /// A signature in the last commit is another validator's.
    case signature
    /// The last commit leaves out the votes that make it a quorum.
    case power
    /// The last commit is for another block.
    case otherBlock
    case emptyCommit
    case extendedCommitMissing
    case extensionSignature
    case extendedCommitTooMuch
}

extension MadeChain {
    /// A false answer; nil where there is nothing to make false in this way.
    func response(_ height: Height, with falsehood: Falsehood) -> BlockResponse? {
        let truth = response(height)
        var block = truth.block
        var extended = truth.extendedCommit
        guard let commit = block.lastCommit else { return nil }
        switch falsehood {
        case .transactions:
            let data = BlockData([Transaction([1, 2, 3])])
            block.header.dataHash = data.hash
            block = Block(header: block.header, data: data, evidence: [], lastCommit: commit)
        case .wrongHeight:
            block = self.block(height == 1 ? 2 : height.previous)
            extended = nil
        case .validators: block.header.validatorsHash = block.header.dataHash
        case .signature, .power, .otherBlock, .emptyCommit:
            if commit.signatures.isEmpty { return nil }
            block = replacing(commit, of: block, with: falsehood)
        case .extendedCommitMissing:
            if extended == nil { return nil }
            extended = nil
        case .extensionSignature:
            guard var commit = extended else { return nil }
            let place = commit.signatures[0]
            commit.signatures[0] = ExtendedCommitSig(
                commitSig: place.commitSig, extension: [9, 9], extensionSignature: place.extensionSignature)
            extended = commit
        case .extendedCommitTooMuch:
            if extended != nil { return nil }
            extended = commits[Int(height.rawValue) - 1]
        }
        return BlockResponse(block: block, extendedCommit: extended)
    }

    private func replacing(_ commit: Commit, of block: Block, with falsehood: Falsehood) -> Block {
        var commit = commit
        var header = block.header
        switch falsehood {
        case .signature:
            let first = commit.signatures[0]
            commit.signatures[0] = CommitSig(
                flag: first.flag, validatorAddress: first.validatorAddress, timestamp: first.timestamp,
                signature: commit.signatures[1].signature)
        case .power: for index in 1..<commit.signatures.count { commit.signatures[index] = .absent }
        case .emptyCommit: commit = .empty
        default:
            commit.blockID = BlockID(
                hash: SHA256.hash(commit.blockID.hash.bytes), partSetHeader: commit.blockID.partSetHeader)
        }
        header.lastCommitHash = commit.hash
        return Block(header: header, data: block.data, evidence: block.evidence, lastCommit: commit)
    }
}
