import Chain
package import Wire

extension ConsensusMessage: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, sum = OneOf<ConsensusMessage>()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: sum.set(.newRoundStep(try reader.decode(NewRoundStep.self, field)))
            case 2: sum.set(.newValidBlock(try reader.decode(NewValidBlock.self, field)))
            case 3: sum.set(.proposal(try reader.decode(ProposalMessage.self, field).proposal))
            case 4: sum.set(.proposalPOL(try reader.decode(ProposalPOL.self, field)))
            case 5: sum.set(.blockPart(try reader.decode(BlockPart.self, field)))
            case 6: sum.set(.vote(try reader.decode(VoteMessage.self, field).vote))
            case 7: sum.set(.hasVote(try reader.decode(HasVote.self, field)))
            case 8: sum.set(.voteSetMaj23(try reader.decode(VoteSetMaj23.self, field)))
            case 9: sum.set(.voteSetBits(try reader.decode(VoteSetBits.self, field)))
            default: try sum.skip(field, in: &reader)
            }
        }
        self = try sum.member()
    }

    package func encode(into writer: inout ProtobufWriter) {
        switch self {
        case .newRoundStep(let message): writer.message(1, message)
        case .newValidBlock(let message): writer.message(2, message)
        case .proposal(let proposal): writer.message(3, ProposalMessage(proposal: proposal))
        case .proposalPOL(let message): writer.message(4, message)
        case .blockPart(let message): writer.message(5, message)
        case .vote(let vote): writer.message(6, VoteMessage(vote: vote))
        case .hasVote(let message): writer.message(7, message)
        case .voteSetMaj23(let message): writer.message(8, message)
        case .voteSetBits(let message): writer.message(9, message)
        }
    }
}

/// tendermint.consensus.Proposal.
private struct ProposalMessage: ProtobufCodable {
    let proposal: Proposal

    init(proposal: Proposal) {
        self.proposal = proposal
    }

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, proposal = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.merge(field, into: &proposal)
            default: try reader.skip(field)
            }
        }
        self.proposal = try proposal.decode(Proposal.self)
    }

    func encode(into writer: inout ProtobufWriter) {
        writer.message(1, proposal)
    }
}

/// tendermint.consensus.Vote.
private struct VoteMessage: ProtobufCodable {
    let vote: Vote

    init(vote: Vote) {
        self.vote = vote
    }

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, vote = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.merge(field, into: &vote)
            default: try reader.skip(field)
            }
        }
        guard let vote = try vote.decodeIfPresent(Vote.self) else {
            throw .invalid("vote msg to proto error: nil vote")
        }
        self.vote = vote
    }

    func encode(into writer: inout ProtobufWriter) {
        writer.message(1, vote)
    }
}
