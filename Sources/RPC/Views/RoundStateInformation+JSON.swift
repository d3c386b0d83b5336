import Chain
import Cryptography
package import JSON
import Wire

extension RoundStateInformation: JSONEncodable {
    /// The form of `/dump_consensus_state`.
    package var json: JSONValue {
        .members(
            ("height", .decimal(height.rawValue)), ("round", .integer(round.rawValue)), ("step", .integer(step)),
            ("start_time", startTime.json), ("commit_time", commitTime.json), ("validators", validators.json),
            ("proposal", proposal.json), ("proposal_block", proposed.block.json),
            ("proposal_block_parts", proposed.parts.json), ("locked_round", .integer(lockedRound.rawValue)),
            ("locked_block", locked.block.json), ("locked_block_parts", locked.parts.json),
            ("valid_round", .integer(validRound.rawValue)), ("valid_block", valid.block.json),
            ("valid_block_parts", valid.parts.json), ("votes", voteSets),
            ("commit_round", .integer(commitRound.rawValue)), ("last_commit", lastCommit.json),
            ("last_validators", lastValidators.json),
            ("triggered_timeout_precommit", .bool(hasTriggeredTimeoutPrecommit)))
    }

    /// The form of `/consensus_state`.
    package var summaryJSON: JSONValue {
        .members(
            ("height/round/step", .text("\(height)/\(round)/\(step)")), ("start_time", startTime.json),
            ("proposal_block_hash", .hex((proposed.block?.hash).bytes)),
            ("locked_block_hash", .hex((locked.block?.hash).bytes)),
            ("valid_block_hash", .hex((valid.block?.hash).bytes)), ("height_vote_set", voteSets),
            ("proposer", proposer))
    }

    private var voteSets: JSONValue {
        .array(
            votes.enumerated().map { round, votes in
                .members(
                    ("round", .integer(round)), ("prevotes", votes.prevotes.texts),
                    ("prevotes_bit_array", votes.prevotes.bitArrayText), ("precommits", votes.precommits.texts),
                    ("precommits_bit_array", votes.precommits.bitArrayText))
            })
    }

    private var proposer: JSONValue {
        let address = validators.proposer?.address
        let index = address.flatMap { validators.index(of: $0) } ?? -1
        return .members(("address", .hex(address.bytes)), ("index", .integer(index)))
    }
}
