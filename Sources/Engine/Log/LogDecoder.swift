package import Chain
import Consensus
import Cryptography
package import Wire

/// Reads the entries of a log, in order, back into records.
package struct LogDecoder {
    private let chainID: ChainID
    /// Parts of the own block whose record comes next.
    private var ownParts: [Part] = []

    /// - Parameter chainID: The chain whose sign bytes the signatures in the log are over.
    package init(chainID: ChainID) {
        self.chainID = chainID
    }

    /// Takes the next entry.
    ///
    /// - Returns: The record that the entry completes; nil for a part of our own block.
    package mutating func decode(_ entry: [UInt8]) throws(DecodingError) -> LogRecord? {
        var reader = ProtobufReader(entry)
        var height: Height = 0
        var wall = Timestamp.unixEpoch
        var monotonic = Nanoseconds(0)
        var input: Input?
        while let field = try reader.nextField() {
            switch field.number {
            case 1: height = Height(try reader.int64(field))
            case 2: wall = try reader.decode(Timestamp.self, field)
            case 3: monotonic = Nanoseconds(try reader.int64(field))
            case 10:
                let item = try reader.decode(SignedItem<Proposal>.self, field)
                input = .proposal(try item.verifiedProposal(chainID), from: item.peer)
            case 11:
                let item = try reader.decode(LoggedPart.self, field)
                input = .part(item.part, height: item.height, round: item.round, from: item.peer)
            case 12:
                let item = try reader.decode(SignedItem<Vote>.self, field)
                input = .vote(try item.verifiedVote(chainID), from: item.peer)
            case 13...20: input = try answer(field.number, AnswerFields(reader.message(field)))
            case LogRecord.ownPart:
                ownParts.append(try reader.decode(Part.self, field))
                return nil
            default: throw .invalid("a log record of kind \(field.number), which this version does not know")
            }
        }
        ownParts = []
        guard let input else { throw .invalid("a log record without an input") }
        return LogRecord(height: height, time: Instant(wall: wall, monotonic: monotonic), input: input)
    }

    private func answer(_ kind: Int32, _ fields: AnswerFields) throws(DecodingError) -> Input {
        let height = Height(fields.integer(1))
        let round = Round(Int32(truncatingIfNeeded: fields.integer(2)))
        switch kind {
        case 13:
            return .claim(
                height: height, round: round, type: try fields.type(3),
                blockID: try fields.decode(BlockID.self, 4) ?? .none, from: try fields.peer(5))
        case 14:
            guard let step = UInt8(exactly: fields.integer(3)).flatMap(RoundStep.init) else {
                throw .invalid("a timeout of a step that does not exist")
            }
            return .timeout(Timeout(height: height, round: round, step: step))
        case 15: return .transactionsAvailable(height: height)
        case 16:
            let header = try fields.decode(PartSetHeader.self, 3)
            return .proposalCreated(try header.map(ownBlock), height: height, round: round)
        case 17: return .judged(try verdict(fields), block: try fields.hash(2), height: height)
        case 18: return .voteExtended(fields.bytes(3), height: height, round: round)
        case 19:
            let item = try fields.decode(SignedItem<Proposal>.self, 3)
            return .proposalSigned(try item?.verifiedProposal(chainID), height: height, round: round)
        default:
            let item = try fields.decode(SignedItem<Vote>.self, 4)
            return .voteSigned(
                try item?.verifiedVote(chainID), height: height, round: round, type: try fields.type(3))
        }
    }

    private func verdict(_ fields: AnswerFields) throws(DecodingError) -> BlockVerdict {
        switch fields.integer(3) {
        case 1: .accepted
        case 2: .unacceptable
        case 3: .invalid(ByteString(fields.bytes(4)).description)
        default: throw .invalid("a verdict that does not exist")
        }
    }

    /// The block whose parts came before.
    private func ownBlock(_ header: PartSetHeader) throws(DecodingError) -> AssembledBlock {
        var parts = PartSet(header: header)
        // A crash may have left the first parts of another block, whose record was never written.
        for part in ownParts { _ = try? parts.add(part) }
        guard let bytes = parts.assembledBytes,
            let block = AssembledBlock(block: try Block(protobuf: bytes), parts: parts)
        else { throw .invalid("our own block in the log is not complete") }
        return block
    }
}
