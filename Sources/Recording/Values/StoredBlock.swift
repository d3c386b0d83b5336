import Chain
import Consensus
import Sync
import Wire

// A block as it is given to peers that are behind.
extension ValueWriter {
    mutating func storedBlock(_ block: StoredBlock) {
        parts(block.parts)
        message(block.commit)
    }

    mutating func finding(_ finding: CommitFinding) {
        unsigned(finding.number)
        height(finding.height)
        switch finding.verdict {
        case .proven(let block):
            byte(1)
            parts(block.parts)
            message(block.seenCommit)
            message(block.proof)
        case .falseCommit(let text):
            byte(2)
            self.text(text)
        case .falseBlock(let text):
            byte(3)
            self.text(text)
        }
    }

    private mutating func parts(_ parts: PartSet) {
        message(parts.header)
        list(parts.parts) { $0.message($1) }
    }
}

extension ValueReader {
    mutating func storedBlock() throws(DecodingError) -> StoredBlock {
        let block = try assembledBlock()
        return StoredBlock(block, commit: try message(ExtendedCommit.self))
    }

    mutating func finding() throws(DecodingError) -> CommitFinding {
        let number = try unsigned()
        let height = try height()
        let verdict: CommitFinding.Verdict
        switch try byte() {
        case 1:
            let block = try assembledBlock()
            let seenCommit = try message(ExtendedCommit.self)
            verdict = .proven(
                ProvenBlock(
                    block: block.block, parts: block.parts, id: block.id, seenCommit: seenCommit,
                    proof: try message(Commit.self)))
        case 2: verdict = .falseCommit(try text())
        case 3: verdict = .falseBlock(try text())
        default: throw DecodingError(.invalid("a verdict that does not exist"), offset: position - 1)
        }
        return CommitFinding(number: number, height: height, verdict: verdict)
    }

    /// A block from its parts.
    private mutating func assembledBlock() throws(DecodingError) -> AssembledBlock {
        var parts = PartSet(header: try message(PartSetHeader.self))
        for part in try list({ reader throws(DecodingError) in try reader.message(Part.self) }) {
            do {
                _ = try parts.add(part)
            } catch {
                throw .invalid("part \(part.index) of a block: \(error)")
            }
        }
        guard let bytes = parts.assembledBytes,
            let block = AssembledBlock(block: try Block(protobuf: bytes), parts: parts)
        else { throw .invalid("a block that lacks parts") }
        return block
    }
}
