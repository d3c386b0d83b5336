import ABCI
import Chain
import Consensus
import Cryptography
import Engine
import PeerMessages
import Wire

// An event, in the order of `ValueWriter+Event.swift`.
extension ValueReader {
    mutating func event() throws(DecodingError) -> Event {
        let number = try byte()
        guard let kind = EventKind(rawValue: number) else {
            throw DecodingError(.invalid("no event has the number \(number)"), offset: position - 1)
        }
        switch kind {
        case .start: return .start(try startPoint())
        case .timeout: return .timeout(try timeout())
        case .proposalSigned:
            let verified = try optional { reader throws(DecodingError) in try reader.verifiedProposal() }
            let height = try height()
            return .proposalSigned(verified, height: height, round: try round())
        case .voteSigned:
            let verified = try optional { reader throws(DecodingError) in try reader.verifiedVote() }
            let height = try height()
            let round = try round()
            return .voteSigned(verified, height: height, round: round, type: try type())
        case .answeredInitChain, .answeredPrepareProposal, .answeredProcessProposal, .answeredExtendVote,
            .answeredVerifyVoteExtension, .answeredFinalizeBlock, .answeredCommit, .answeredCheckTx:
            return .answered(try answer(kind))
        case .blockVerified:
            let rejection = try optional { reader throws(DecodingError) in try reader.rejection() }
            let block = try hash()
            return .blockVerified(rejection, block: block, height: try height())
        case .evidenceVerified: return .evidenceVerified(try message(EvidenceFinding.self))
        case .committed: return .committed(height: try height())
        case .submitted:
            let transaction = try transaction()
            let client = try client()
            return .submitted(transaction, by: client, mode: try mode())
        case .evidenceSubmitted:
            let evidence = try message(Evidence.self)
            return .evidenceSubmitted(evidence, by: try client())
        case .clientLeft: return .clientLeft(try client())
        case .peerConnected:
            let peer = try node()
            return .peerConnected(peer, keepsEarly: try flag())
        case .peerDisconnected: return .peerDisconnected(try node())
        case .message:
            let message = try peerMessage()
            return .message(message, from: try node())
        case .sent:
            let peer = try node()
            let channel = ChannelID(try byte())
            return .sent(to: peer, channel: channel, count: try integer())
        case .voteVerified:
            let verified = try optional { reader throws(DecodingError) in try reader.verifiedVote() }
            let vote = try message(Vote.self)
            return .voteVerified(verified, vote: vote, from: try node())
        case .proposalVerified:
            let verified = try optional { reader throws(DecodingError) in try reader.verifiedProposal() }
            let proposal = try message(Proposal.self)
            return .proposalVerified(verified, proposal: proposal, from: try node())
        case .blockLoaded:
            let block = try optional { reader throws(DecodingError) in try reader.storedBlock() }
            return .blockLoaded(block, height: try height())
        case .gossipDue: return .gossipDue
        case .commitExamined: return .commitExamined(try finding())
        case .syncDue: return .syncDue
        case .relayDue: return .relayDue
        }
    }

    private mutating func answer(_ kind: EventKind) throws(DecodingError) -> ApplicationAnswer {
        switch kind {
        case .answeredInitChain:
            let result = try result(ResponseInitChain.self)
            return .initChain(result, changes: try changes())
        case .answeredPrepareProposal:
            let result = try result(ResponsePrepareProposal.self)
            let height = try height()
            return .prepareProposal(result, height: height, round: try round())
        case .answeredProcessProposal:
            let result = try result(ResponseProcessProposal.self)
            let block = try hash()
            return .processProposal(result, block: block, height: try height())
        case .answeredExtendVote:
            let result = try result(ResponseExtendVote.self)
            let height = try height()
            return .extendVote(result, height: height, round: try round())
        case .answeredVerifyVoteExtension:
            let result = try result(ResponseVerifyVoteExtension.self)
            let vote = try verifiedVote()
            return .verifyVoteExtension(result, vote: vote, from: try node())
        case .answeredFinalizeBlock:
            let result = try result(ResponseFinalizeBlock.self)
            let changes = try changes()
            return .finalizeBlock(result, changes: changes, height: try height())
        case .answeredCommit:
            let result = try result(ResponseCommit.self)
            return .commit(result, height: try height())
        default:
            let result = try result(ResponseCheckTx.self)
            let key = try hash()
            return .checkTx(result, key: key, type: try checkType())
        }
    }

    private mutating func result<Response: ProtobufDecodable>(
        _ type: Response.Type
    ) throws(DecodingError) -> Result<Response, ApplicationError> {
        try flag() ? .success(try message(type)) : .failure(ApplicationError(try text()))
    }

    private mutating func changes() throws(DecodingError) -> [StagedChange] {
        try list { reader throws(DecodingError) in try reader.change() }
    }

    private mutating func timeout() throws(DecodingError) -> Timeout {
        let height = try height()
        let round = try round()
        guard let step = Consensus.RoundStep(rawValue: try byte()) else {
            throw DecodingError(.invalid("a timeout of a step that does not exist"), offset: position - 1)
        }
        return Timeout(height: height, round: round, step: step)
    }

    private mutating func client() throws(DecodingError) -> ClientID { ClientID(try unsigned()) }

    private mutating func mode() throws(DecodingError) -> BroadcastMode {
        guard let mode = BroadcastMode(rawValue: try byte()) else {
            throw DecodingError(.invalid("a client that waits for nothing that exists"), offset: position - 1)
        }
        return mode
    }

    private mutating func checkType() throws(DecodingError) -> CheckTxType {
        guard let type = CheckTxType(rawValue: Int32(try byte())) else {
            throw DecodingError(.invalid("a check of a kind that does not exist"), offset: position - 1)
        }
        return type
    }

    private mutating func peerMessage() throws(DecodingError) -> PeerMessage {
        let start = position
        let channel = ChannelID(try byte())
        let message = try PeerMessage(protobuf: try bytes(), on: channel)
        if message.channel != channel {
            throw DecodingError(.invalid("a message on a channel that is not its own"), offset: start)
        }
        return message
    }
}
