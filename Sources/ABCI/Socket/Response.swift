package import Wire

/// A message from an application at the other end of a socket to the node (`tendermint.abci.Response`).
package enum Response: Hashable, Sendable {
    /// The application failed; the connection ends.
    case exception(error: ByteString)
    case echo(message: ByteString)
    case flush
    case info(ResponseInfo)
    case initChain(ResponseInitChain)
    case query(ResponseQuery)
    case checkTx(ResponseCheckTx)
    case commit(ResponseCommit)
    case listSnapshots(ResponseListSnapshots)
    case offerSnapshot(ResponseOfferSnapshot)
    case loadSnapshotChunk(ResponseLoadSnapshotChunk)
    case applySnapshotChunk(ResponseApplySnapshotChunk)
    case prepareProposal(ResponsePrepareProposal)
    case processProposal(ResponseProcessProposal)
    case extendVote(ResponseExtendVote)
    case verifyVoteExtension(ResponseVerifyVoteExtension)
    case finalizeBlock(ResponseFinalizeBlock)
}

extension Response: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        switch self {
        case .exception(let error): writer.message(1, TextMessage(text: error))
        case .echo(let message): writer.message(2, TextMessage(text: message))
        case .flush: writer.message(3, EmptyMessage())
        case .info(let response): writer.message(4, response)
        case .initChain(let response): writer.message(6, response)
        case .query(let response): writer.message(7, response)
        case .checkTx(let response): writer.message(9, response)
        case .commit(let response): writer.message(12, response)
        case .listSnapshots(let response): writer.message(13, response)
        case .offerSnapshot(let response): writer.message(14, response)
        case .loadSnapshotChunk(let response): writer.message(15, response)
        case .applySnapshotChunk(let response): writer.message(16, response)
        case .prepareProposal(let response): writer.message(17, response)
        case .processProposal(let response): writer.message(18, response)
        case .extendVote(let response): writer.message(19, response)
        case .verifyVoteExtension(let response): writer.message(20, response)
        case .finalizeBlock(let response): writer.message(21, response)
        }
    }

    /// A oneof: of several members the last one counts. CometBFT decodes a message without a member and fails where it
    /// looks for one; here the message is refused.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var member: Response?
        while let field = try reader.nextField() {
            member = try Response(member: field, of: &reader) ?? member
        }
        guard let member else { throw .invalid("unknown response message") }
        self = member
    }

    private init?(member field: ProtobufField, of reader: inout ProtobufReader) throws(DecodingError) {
        switch field.number {
        case 1: self = .exception(error: try reader.decode(TextMessage.self, field).text)
        case 2: self = .echo(message: try reader.decode(TextMessage.self, field).text)
        case 3:
            _ = try reader.decode(EmptyMessage.self, field)  // only that it is well formed
            self = .flush
        case 4: self = .info(try reader.decode(ResponseInfo.self, field))
        case 6: self = .initChain(try reader.decode(ResponseInitChain.self, field))
        case 7: self = .query(try reader.decode(ResponseQuery.self, field))
        case 9: self = .checkTx(try reader.decode(ResponseCheckTx.self, field))
        case 12: self = .commit(try reader.decode(ResponseCommit.self, field))
        case 13: self = .listSnapshots(try reader.decode(ResponseListSnapshots.self, field))
        case 14: self = .offerSnapshot(try reader.decode(ResponseOfferSnapshot.self, field))
        case 15: self = .loadSnapshotChunk(try reader.decode(ResponseLoadSnapshotChunk.self, field))
        case 16: self = .applySnapshotChunk(try reader.decode(ResponseApplySnapshotChunk.self, field))
        case 17: self = .prepareProposal(try reader.decode(ResponsePrepareProposal.self, field))
        case 18: self = .processProposal(try reader.decode(ResponseProcessProposal.self, field))
        case 19: self = .extendVote(try reader.decode(ResponseExtendVote.self, field))
        case 20: self = .verifyVoteExtension(try reader.decode(ResponseVerifyVoteExtension.self, field))
        case 21: self = .finalizeBlock(try reader.decode(ResponseFinalizeBlock.self, field))
        default:
            try reader.skip(field)
            return nil
        }
    }
}
