package import Chain
import Glibc
package import JSON
package import Wire

/// The votes of one kind in one round, as texts for people.
package struct VoteSetInformation: Sendable {
    /// In the order of the validators; nil for each that has not voted.
    package let votes: [Vote?]
    /// The power of those that have voted.
    package let votedPower: VotingPower
    package let totalPower: VotingPower
    /// Which block each peer says has two thirds of the votes.
    package let peerMajorities: [(peer: ByteString, blockID: BlockID)]

    package init(
        votes: [Vote?], votedPower: VotingPower, totalPower: VotingPower,
        peerMajorities: [(peer: ByteString, blockID: BlockID)] = []
    ) {
        self.votes = votes
        self.votedPower = votedPower
        self.totalPower = totalPower
        self.peerMajorities = peerMajorities
    }

    /// A line for each validator.
    var texts: JSONValue {
        .array(votes.map { .text($0?.description ?? "nil-Vote") })
    }

    /// Who has voted, and how much power that is: `BA{4:xxx_} 3/4 = 0.75`.
    var bitArrayText: JSONValue {
        let bits = String(votes.map { $0 == nil ? "_" : "x" })
        return .text("BA{\(votes.count):\(bits)} \(votedPower)/\(totalPower) = \(fraction)")
    }

    /// The share of the power that has voted with two decimals, rounded as C and Go round it.
    private var fraction: String {
        if totalPower == 0 { return "NaN" }
        let share = Double(votedPower.rawValue) / Double(totalPower.rawValue)
        var text = [UInt8](repeating: 0, count: 32)
        let length = withVaList([share]) { arguments in
            text.withUnsafeMutableBytes { vsnprintf($0.baseAddress, $0.count, "%.2f", arguments) }
        }
        return String(decoding: text.prefix(max(0, Int(length))), as: UTF8.self)
    }
}

extension VoteSetInformation: JSONEncodable {
    /// The form of the last commit in `/dump_consensus_state`.
    package var json: JSONValue {
        let majorities = peerMajorities.sorted { $0.peer < $1.peer }
        return .members(
            ("votes", texts), ("votes_bit_array", bitArrayText),
            ("peer_maj_23s", .object(JSONObject(majorities.map { ($0.peer, $0.blockID.json) }))))
    }
}
