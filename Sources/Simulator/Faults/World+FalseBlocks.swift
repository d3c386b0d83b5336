import Chain
import Consensus
import Cryptography
import Engine
import PeerMessages

/// What a liar tells a peer that fetches blocks.
private enum FalseAnswer: Int, CaseIterable {
    case silence
    case refusal
    case transactions
    case otherHeight
    case validators
    /// A signature in the last commit is another validator's.
    case signature
    /// The last commit leaves out the votes that make it a quorum.
    case power
    /// The last commit is for another block.
    case otherBlock
    case extendedCommit
}

// A peer that lies to those who fetch blocks.
extension World {
    /// What a liar sends instead of its answer, or the answer itself; nil for nothing at all.
    func answerOfLiar(_ message: BlockSyncMessage, _ node: Node) -> BlockSyncMessage? {
        switch message {
        case .blockRequest, .noBlockResponse, .statusRequest: return message
        case .statusResponse(let status):
            if !chance.happens(perMille: faults.falseAnswersPerMille) { return message }
            tally.falseAnswers += 1
            return .statusResponse(falseStatus(status))
        case .blockResponse(let response):
            if !chance.happens(perMille: faults.falseAnswersPerMille) { return message }
            tally.falseAnswers += 1
            return falseBlock(response, node)
        }
    }

    /// More blocks than there are, fewer than before, or a range that ends before it begins.
    private func falseStatus(_ status: StatusResponse) -> StatusResponse {
        switch chance.below(4) {
        case 0: StatusResponse(height: Height(status.height.rawValue + chance.within(1...1_000_000)), base: status.base)
        case 1: StatusResponse(height: status.base, base: status.base)
        case 2: StatusResponse(height: 0, base: 0)
        default: StatusResponse(height: status.height, base: status.height.next)
        }
    }

    private func falseBlock(_ response: BlockResponse, _ node: Node) -> BlockSyncMessage? {
        let answer = FalseAnswer.allCases[chance.below(FalseAnswer.allCases.count)]
        let height = response.block.height
        var block = response.block
        var extended = response.extendedCommit
        switch answer {
        case .silence: return nil
        case .refusal: return .noBlockResponse(height)
        case .otherHeight: block = (node.disk.block(height.previous) ?? node.disk.blocks.last)?.block.block ?? block
        case .extendedCommit:
            extended = extended == nil ? block.lastCommit.map { ofHeight(height, ExtendedCommit(wrapping: $0)) } : nil
        case .transactions:
            let data = BlockData(block.data.transactions + [Transaction(Array("false=\(height)".utf8))])
            block.header.dataHash = data.hash
            block = Block(
                header: block.header, data: data, evidence: block.evidence, lastCommit: block.lastCommit)
        case .validators: block.header.validatorsHash = block.header.dataHash
        case .signature, .power, .otherBlock:
            guard let commit = block.lastCommit, !commit.signatures.isEmpty else { return .noBlockResponse(height) }
            let other = falseCommit(commit, answer)
            block.header.lastCommitHash = other.hash
            block = Block(header: block.header, data: block.data, evidence: block.evidence, lastCommit: other)
        }
        return .blockResponse(BlockResponse(block: block, extendedCommit: extended))
    }

    private func ofHeight(_ height: Height, _ commit: ExtendedCommit) -> ExtendedCommit {
        ExtendedCommit(height: height, round: commit.round, blockID: commit.blockID, signatures: commit.signatures)
    }

    private func falseCommit(_ commit: Commit, _ answer: FalseAnswer) -> Commit {
        var commit = commit
        switch answer {
        case .signature:
            let first = commit.signatures[0]
            let last = commit.signatures[commit.signatures.count - 1]
            commit.signatures[0] = CommitSig(
                flag: .commit, validatorAddress: first.validatorAddress, timestamp: first.timestamp,
                signature: last.signature.isEmpty ? Signature(Array(repeating: 1, count: 64)) : last.signature)
        case .power: for index in commit.signatures.indices.dropFirst() { commit.signatures[index] = .absent }
        default:
            commit.blockID = BlockID(
                hash: SHA256.hash(commit.blockID.hash.bytes), partSetHeader: commit.blockID.partSetHeader)
        }
        return commit
    }
}
