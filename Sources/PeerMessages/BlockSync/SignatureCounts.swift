import Chain
import Wire

/// How many signatures a block response carries, counted over all occurrences of a field, as protobuf merges them.
struct SignatureCounts: Equatable {
    private(set) var commit = 0
    private(set) var extendedCommit = 0

    /// Adds what stands in a tendermint.blocksync.BlockResponse: `block.last_commit.signatures` and
    /// `ext_commit.extended_signatures`.
    mutating func add(response: ProtobufReader) throws(DecodingError) {
        var reader = response
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try add(block: reader.message(field))
            case 2: extendedCommit += try SignatureCounts.elements(of: 4, in: reader.message(field))
            default: try reader.skip(field)
            }
        }
    }

    private mutating func add(block: ProtobufReader) throws(DecodingError) {
        var reader = block
        while let field = try reader.nextField() {
            switch field.number {
            case 4: commit += try SignatureCounts.elements(of: 4, in: reader.message(field))
            default: try reader.skip(field)
            }
        }
    }

    private static func elements(of number: Int32, in message: ProtobufReader) throws(DecodingError) -> Int {
        var reader = message, count = 0
        while let field = try reader.nextField() {
            if field.number == number {
                _ = try reader.message(field)  // its length only
                count += 1
            } else {
                try reader.skip(field)
            }
        }
        return count
    }

    func validate() throws(DecodingError) {
        let maximum = ChainLimits.votesMaximum
        if commit > maximum { throw .invalid("too many commit signatures: \(commit) (max \(maximum))") }
        if extendedCommit > maximum {
            throw .invalid("too many extended commit signatures: \(extendedCommit) (max \(maximum))")
        }
    }
}
