package import Chain
import Cryptography
package import Wire

/// A proposal with its votes and what became of it: as the state holds it, and as it is answered.
package struct ProposalEntry: Hashable, Sendable {
    /// What became of a proposal.
    package enum Outcome: UInt64, Hashable, Sendable, CaseIterable {
        case open = 1
        case passed = 2
        /// Its last height went by.
        case expired = 3
        /// The parameters changed, and it was a change of those before.
        case outdated = 4
    }

    /// How an operator votes; a later vote replaces an earlier one.
    package struct Ballot: Hashable, Sendable {
        package var voter: AccountAddress
        package var approves: Bool

        package init(voter: AccountAddress, approves: Bool) {
            self.voter = voter
            self.approves = approves
        }
    }

    /// From 1.
    package var number: UInt64
    package var message: MsgSubmitProposal
    /// The block that it was made in.
    package var height: Height
    /// In the order of the voters' addresses.
    package var ballots: [Ballot]
    package var outcome: Outcome
    /// The block in which it was decided; 0 while it is open.
    package var closedHeight: Height

    package init(
        number: UInt64, message: MsgSubmitProposal, height: Height, ballots: [Ballot] = [], outcome: Outcome = .open,
        closedHeight: Height = 0
    ) {
        self.number = number
        self.message = message
        self.height = height
        self.ballots = ballots
        self.outcome = outcome
        self.closedHeight = closedHeight
    }

    /// Takes a vote, in the place of the voter's earlier one.
    package mutating func set(_ ballot: Ballot) {
        ballots.removeAll { $0.voter == ballot.voter }
        let place = ballots.firstIndex { ballot.voter < $0.voter } ?? ballots.count
        ballots.insert(ballot, at: place)
    }
}

extension ProposalEntry: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.uint64(1, number)
        writer.message(2, message)
        writer.int64(3, height.rawValue)
        for ballot in ballots { writer.message(4, ballot) }
        writer.uint64(5, outcome.rawValue)
        writer.int64(6, closedHeight.rawValue)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var number: UInt64 = 0
        var message: MsgSubmitProposal?
        var heights: (made: Int64, closed: Int64) = (0, 0)
        var ballots: [Ballot] = []
        var outcome: Outcome?
        while let field = try reader.nextField() {
            switch field.number {
            case 1: number = try reader.uint64(field)
            case 2: message = try ProposalEntry.message(try reader.bytes(field))
            case 3: heights.made = try reader.int64(field)
            case 4: try reader.append(field, to: &ballots, atMost: ChainLimits.votesMaximum)
            case 5: outcome = Outcome(rawValue: try reader.uint64(field))
            case 6: heights.closed = try reader.int64(field)
            default: try reader.skip(field)
            }
        }
        guard let message, let outcome else { throw .invalid("a proposal without its message or outcome") }
        self.init(
            number: number, message: message, height: Height(heights.made), ballots: ballots, outcome: outcome,
            closedHeight: Height(heights.closed))
    }

    private static func message(_ bytes: [UInt8]) throws(DecodingError) -> MsgSubmitProposal {
        do {
            return try MsgSubmitProposal(StrictMessage(bytes, MsgSubmitProposal.schema))
        } catch {
            throw .invalid(error.log)
        }
    }
}

extension ProposalEntry.Ballot: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.bytes(1, voter.bytes)
        writer.bool(2, approves)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var voter: AccountAddress?
        var approves = false
        while let field = try reader.nextField() {
            switch field.number {
            case 1: voter = AccountAddress(try reader.bytes(field))
            case 2: approves = try reader.bool(field)
            default: try reader.skip(field)
            }
        }
        guard let voter else { throw .invalid("a vote without its voter") }
        self.init(voter: voter, approves: approves)
    }
}

/// Proposals, the newest first.
package struct ProposalsAnswer: Hashable, Sendable, ProtobufCodable {
    package var proposals: [ProposalEntry]

    package init(_ proposals: [ProposalEntry] = []) {
        self.proposals = proposals
    }

    package func encode(into writer: inout ProtobufWriter) {
        for proposal in proposals { writer.message(1, proposal) }
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        proposals = []
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.append(field, to: &proposals, atMost: Int(PageRequest.limitMaximum))
            default: try reader.skip(field)
            }
        }
    }
}

/// Which proposals are asked for.
package struct ProposalsRequest: Hashable, Sendable, ProtobufCodable {
    /// Whether those that are decided are wanted too.
    package var includesClosed: Bool
    /// At most so many, as in a page.
    package var limit: UInt64

    package init(includesClosed: Bool = false, limit: UInt64 = 0) {
        self.includesClosed = includesClosed
        self.limit = limit
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.bool(1, includesClosed)
        writer.uint64(2, limit)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: includesClosed = try reader.bool(field)
            case 2: limit = try reader.uint64(field)
            default: try reader.skip(field)
            }
        }
    }
}
