package import Chain
import Consensus
import Cryptography
package import Wire

// The log's own format: nothing outside this node reads it. Signatures are verified again when a record is read, so a log
// that was tampered with cannot put a vote into anyone's mouth.
extension LogRecord: ProtobufEncodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.int64(1, height.rawValue)
        writer.message(2, time.wall)
        writer.int64(3, time.monotonic.rawValue)
        switch input {
        case .begin: break
        case .proposal(let verified, let peer): writer.message(10, SignedItem(verified, peer))
        case .part(let part, let height, let round, let peer):
            writer.message(11, LoggedPart(part: part, height: height, round: round, peer: peer))
        case .vote(let verified, let peer): writer.message(12, SignedItem(verified, peer))
        case .claim(let height, let round, let type, let blockID, let peer):
            writer.message(13) { claim in
                claim.int64(1, height.rawValue)
                claim.int32(2, round.rawValue)
                claim.int32(3, type.rawValue)
                claim.message(4, blockID)
                claim.string(5, ByteString(peer.text))
            }
        case .timeout(let timeout):
            writer.message(14) { fields in
                fields.int64(1, timeout.height.rawValue)
                fields.int32(2, timeout.round.rawValue)
                fields.uint32(3, UInt32(timeout.step.rawValue))
            }
        case .transactionsAvailable(let height): writer.message(15) { $0.int64(1, height.rawValue) }
        case .proposalCreated(let block, let height, let round):
            writer.message(16) { answer in
                answer.int64(1, height.rawValue)
                answer.int32(2, round.rawValue)
                if let block { answer.message(3, block.block) }
            }
        case .judged(let verdict, let block, let height):
            writer.message(17) { answer in
                answer.int64(1, height.rawValue)
                answer.bytes(2, block.bytes)
                switch verdict {
                case .accepted: answer.uint32(3, 1)
                case .unacceptable: answer.uint32(3, 2)
                case .invalid(let rule):
                    answer.uint32(3, 3)
                    answer.string(4, ByteString(rule))
                }
            }
        case .voteExtended(let bytes, let height, let round):
            writer.message(18) { answer in
                answer.int64(1, height.rawValue)
                answer.int32(2, round.rawValue)
                answer.bytes(3, bytes)
            }
        case .proposalSigned(let verified, let height, let round):
            writer.message(19) { answer in
                answer.int64(1, height.rawValue)
                answer.int32(2, round.rawValue)
                if let verified { answer.message(3, SignedItem(verified, nil)) }
            }
        case .voteSigned(let verified, let height, let round, let type):
            writer.message(20) { answer in
                answer.int64(1, height.rawValue)
                answer.int32(2, round.rawValue)
                answer.int32(3, type.rawValue)
                if let verified { answer.message(4, SignedItem(verified, nil)) }
            }
        }
    }
}

extension LogRecord {
    /// Reads a record that this node wrote.
    ///
    /// - Parameter chainID: The chain whose sign bytes the signatures in it are over.
    package init(protobuf bytes: [UInt8], chainID: ChainID) throws(DecodingError) {
        var reader = ProtobufReader(bytes)
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
            case 13...20: input = try LogRecord.answer(field.number, AnswerFields(reader.message(field)), chainID)
            default: throw .invalid("a log record of kind \(field.number), which this version does not know")
            }
        }
        guard let input else { throw .invalid("a log record without an input") }
        self.init(height: height, time: Instant(wall: wall, monotonic: monotonic), input: input)
    }

    private static func answer(
        _ kind: Int32, _ fields: AnswerFields, _ chainID: ChainID
    ) throws(DecodingError) -> Input {
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
            guard let block = try fields.decode(Block.self, 3) else {
                return .proposalCreated(nil, height: height, round: round)
            }
            guard let assembled = AssembledBlock(block: block, parts: block.partSet()) else {
                throw .invalid("a block without a hash")
            }
            return .proposalCreated(assembled, height: height, round: round)
        case 17:
            guard let hash = Hash(fields.bytes(2)) else { throw .invalid("a verdict on no block") }
            switch fields.integer(3) {
            case 1: return .judged(.accepted, block: hash, height: height)
            case 2: return .judged(.unacceptable, block: hash, height: height)
            default:
                return .judged(.invalid(ByteString(fields.bytes(4)).description), block: hash, height: height)
            }
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
}
