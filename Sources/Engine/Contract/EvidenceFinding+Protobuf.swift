import Chain
import Cryptography
import Execution
package import Wire

// For recordings of an engine's events. Whoever reads one back takes its word for what was found: nothing that is read may
// reach an engine that signs.
extension EvidenceFinding: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.message(1) { purpose.encode(into: &$0) }
        for piece in evidence { writer.message(2, piece) }
        for piece in verified { writer.message(3, piece) }
        if let rejection {
            writer.string(4, ByteString(rejection.check.rawValue))
            writer.string(5, ByteString(rejection.message))
        }
        writer.bool(6, isOnlyTooOld)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var purpose: EvidenceExamination.Purpose?
        var evidence: [Evidence] = []
        var verified: [Evidence] = []
        var check: ByteString?
        var message: ByteString = ""
        var isOnlyTooOld = false
        while let field = try reader.nextField() {
            switch field.number {
            case 1: purpose = try EvidenceExamination.Purpose(AnswerFields(try reader.message(field)))
            case 2: try reader.append(field, to: &evidence, atMost: EvidenceFinding.countMaximum)
            case 3: try reader.append(field, to: &verified, atMost: EvidenceFinding.countMaximum)
            case 4: check = try reader.string(field)
            case 5: message = try reader.string(field)
            case 6: isOnlyTooOld = try reader.bool(field)
            default: throw .invalid("a finding with a field \(field.number), which this version does not know")
            }
        }
        guard let purpose else { throw .invalid("a finding that is for nothing") }
        var rejection: BlockRejection?
        if let check {
            guard let broken = BlockCheck(rawValue: check.description) else {
                throw .invalid("a check of blocks that does not exist")
            }
            rejection = BlockRejection(broken, message.description)
        }
        self.init(
            purpose: purpose, evidence: evidence, verified: verified, rejection: rejection, isOnlyTooOld: isOnlyTooOld)
    }

    /// Pieces at most, as in a list of evidence: each takes over a hundred bytes of a block.
    private static let countMaximum = ChainLimits.blockBytesMaximum / 100
}

extension EvidenceExamination.Purpose {
    func encode(into writer: inout ProtobufWriter) {
        switch self {
        case .block(let hash, let height):
            writer.int64(1, 1)
            writer.bytes(2, hash.bytes)
            writer.int64(3, height.rawValue)
        case .peer(let peer):
            writer.int64(1, 2)
            writer.string(2, ByteString(peer.text))
        case .client(let client):
            writer.int64(1, 3)
            writer.uint64(3, client.rawValue)
        }
    }

    init(_ fields: AnswerFields) throws(DecodingError) {
        switch fields.integer(1) {
        case 1: self = .block(try fields.hash(2), height: Height(fields.integer(3)))
        case 2: self = .peer(try fields.peer(2))
        case 3: self = .client(ClientID(UInt64(bitPattern: fields.integer(3))))
        default: throw .invalid("a finding for a purpose that does not exist")
        }
    }
}

// Written only, to hold one examination against another.
extension EvidenceExamination: ProtobufEncodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.message(1) { purpose.encode(into: &$0) }
        for piece in evidence { writer.message(2, piece) }
        writer.message(3, state)
        writer.string(4, ByteString(state.consensusParameters.faultModel.rawValue))
        // Sets have no order of their own.
        for key in verified.sorted() { writer.message(5) { key.encode(into: &$0) } }
        for key in committed.sorted() { writer.message(6) { key.encode(into: &$0) } }
        recent.encode(into: &writer, as: 7)
    }
}

extension EvidenceKey {
    fileprivate func encode(into writer: inout ProtobufWriter) {
        writer.int64(1, height.rawValue)
        writer.bytes(2, hash.bytes)
    }
}

extension RecentHeights {
    fileprivate func encode(into writer: inout ProtobufWriter, as field: Int32) {
        for record in all {
            writer.message(field) { fields in
                fields.message(1, record.header)
                fields.message(2, record.validators)
                fields.messageIfPresent(3, record.commit)
            }
        }
    }
}
