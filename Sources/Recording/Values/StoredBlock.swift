import Chain
import Consensus
import Wire

// A block as it is given to peers that are behind.
extension ValueWriter {
    mutating func storedBlock(_ block: StoredBlock) {
        height(block.height)
        message(block.parts.header)
        list(block.parts.parts) { $0.message($1) }
        message(block.commit)
    }
}

extension ValueReader {
    mutating func storedBlock() throws(DecodingError) -> StoredBlock {
        let height = try height()
        var parts = PartSet(header: try message(PartSetHeader.self))
        for part in try list({ reader throws(DecodingError) in try reader.message(Part.self) }) {
            do {
                _ = try parts.add(part)
            } catch {
                throw .invalid("part \(part.index) of block \(height): \(error)")
            }
        }
        return StoredBlock(height: height, parts: parts, commit: try message(ExtendedCommit.self))
    }
}
