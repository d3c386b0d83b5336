package import Wire

/// A message from the node to an application at the other end of a socket (`tendermint.abci.Request`).
package enum Request: Hashable, Sendable {
    case echo(message: ByteString)
    case flush
    case info(RequestInfo)
    case initChain(RequestInitChain)
    case query(RequestQuery)
    case checkTx(RequestCheckTx)
    case commit
    case listSnapshots
    case offerSnapshot(RequestOfferSnapshot)
    case loadSnapshotChunk(RequestLoadSnapshotChunk)
    case applySnapshotChunk(RequestApplySnapshotChunk)
    case prepareProposal(RequestPrepareProposal)
    case processProposal(RequestProcessProposal)
    case extendVote(RequestExtendVote)
    case verifyVoteExtension(RequestVerifyVoteExtension)
    case finalizeBlock(RequestFinalizeBlock)
}

extension Request: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        switch self {
        case .echo(let message): writer.message(1, TextMessage(text: message))
        case .flush: writer.message(2, EmptyMessage())
        case .info(let request): writer.message(3, request)
        case .initChain(let request): writer.message(5, request)
        case .query(let request): writer.message(6, request)
        case .checkTx(let request): writer.message(8, request)
        case .commit: writer.message(11, EmptyMessage())
        case .listSnapshots: writer.message(12, EmptyMessage())
        case .offerSnapshot(let request): writer.message(13, request)
        case .loadSnapshotChunk(let request): writer.message(14, request)
        case .applySnapshotChunk(let request): writer.message(15, request)
        case .prepareProposal(let request): writer.message(16, request)
        case .processProposal(let request): writer.message(17, request)
        case .extendVote(let request): writer.message(18, request)
        case .verifyVoteExtension(let request): writer.message(19, request)
        case .finalizeBlock(let request): writer.message(20, request)
        }
    }

    /// A oneof: of several members the last one counts. CometBFT decodes a message without a member and fails where it
    /// looks for one; here the message is refused.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var member: Request?
        while let field = try reader.nextField() {
            member = try Request(member: field, of: &reader) ?? member
        }
        guard let member else { throw .invalid("unknown request message") }
        self = member
    }

    private init?(member field: ProtobufField, of reader: inout ProtobufReader) throws(DecodingError) {
        switch field.number {
        case 1: self = .echo(message: try reader.decode(TextMessage.self, field).text)
        case 2:
            _ = try reader.decode(EmptyMessage.self, field)  // only that it is well formed
            self = .flush
        case 3: self = .info(try reader.decode(RequestInfo.self, field))
        case 5: self = .initChain(try reader.decode(RequestInitChain.self, field))
        case 6: self = .query(try reader.decode(RequestQuery.self, field))
        case 8: self = .checkTx(try reader.decode(RequestCheckTx.self, field))
        case 11:
            _ = try reader.decode(EmptyMessage.self, field)  // only that it is well formed
            self = .commit
        case 12:
            _ = try reader.decode(EmptyMessage.self, field)  // only that it is well formed
            self = .listSnapshots
        case 13: self = .offerSnapshot(try reader.decode(RequestOfferSnapshot.self, field))
        case 14: self = .loadSnapshotChunk(try reader.decode(RequestLoadSnapshotChunk.self, field))
        case 15: self = .applySnapshotChunk(try reader.decode(RequestApplySnapshotChunk.self, field))
        case 16: self = .prepareProposal(try reader.decode(RequestPrepareProposal.self, field))
        case 17: self = .processProposal(try reader.decode(RequestProcessProposal.self, field))
        case 18: self = .extendVote(try reader.decode(RequestExtendVote.self, field))
        case 19: self = .verifyVoteExtension(try reader.decode(RequestVerifyVoteExtension.self, field))
        case 20: self = .finalizeBlock(try reader.decode(RequestFinalizeBlock.self, field))
        default:
            try reader.skip(field)
            return nil
        }
    }
}
