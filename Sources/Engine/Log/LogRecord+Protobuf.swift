import Chain
import Consensus
import Cryptography
import Wire

// The log's own format: nothing outside this node reads it. Signatures are verified again when a record is read, so a log
// that was tampered with cannot put a vote into anyone's mouth.
extension LogRecord {
    /// What is written: one entry of the log, but for a block of our own, whose parts come before it, one an entry, so that
    /// an entry is never much larger than a part.
    package var entries: [[UInt8]] {
        var result: [[UInt8]] = []
        if case .proposalCreated(let block?, _, _) = input {
            for part in block.parts.parts {
                var writer = ProtobufWriter(capacity: part.bytes.count + 256)
                writer.message(LogRecord.ownPart, part)
                result.append(writer.bytes)
            }
        }
        var writer = ProtobufWriter()
        encode(into: &writer)
        result.append(writer.bytes)
        return result
    }

    /// How many entries that is.
    package var entryCount: Int {
        if case .proposalCreated(let block?, _, _) = input { block.parts.parts.count + 1 } else { 1 }
    }

    /// The field of an entry that is a part of our own block.
    static let ownPart: Int32 = 21

    private func encode(into writer: inout ProtobufWriter) {
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
                if let block { answer.message(3, block.parts.header) }
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
