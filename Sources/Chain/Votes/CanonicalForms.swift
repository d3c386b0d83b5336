import Cryptography
import Wire

/// What is signed: tendermint.types.CanonicalVote, CanonicalProposal and CanonicalVoteExtension, each behind its
/// length. Heights and rounds are sfixed64, and a block that is nil is left out.
enum CanonicalForms {
    /// Room for a canonical vote or proposal of a chain with a name of usual length, so that it is written in one go.
    private static let usualSize = 192

    static func vote(
        type: SignedMessageType, height: Height, round: Round, blockID: BlockID, timestamp: Timestamp,
        chainID: ChainID
    ) -> [UInt8] {
        delimited { writer in
            writer.int32(1, type.rawValue)
            writer.sfixed64(2, height.rawValue)
            writer.sfixed64(3, Int64(round.rawValue))
            // CanonicalBlockID has the fields of BlockID.
            if !blockID.isNil { writer.message(4, blockID) }
            writer.message(5, timestamp)
            writer.string(6, chainID.text)
        }
    }

    static func proposal(_ proposal: Proposal, chainID: ChainID) -> [UInt8] {
        delimited { writer in
            writer.int32(1, SignedMessageType.proposal.rawValue)
            writer.sfixed64(2, proposal.height.rawValue)
            writer.sfixed64(3, Int64(proposal.round.rawValue))
            writer.int64(4, Int64(proposal.polRound.rawValue))
            if !proposal.blockID.isNil { writer.message(5, proposal.blockID) }
            writer.message(6, proposal.timestamp)
            writer.string(7, chainID.text)
        }
    }

    static func voteExtension(_ extensionBytes: [UInt8], height: Height, round: Round, chainID: ChainID) -> [UInt8] {
        delimited { writer in
            writer.bytes(1, extensionBytes)
            writer.sfixed64(2, height.rawValue)
            writer.sfixed64(3, Int64(round.rawValue))
            writer.string(4, chainID.text)
        }
    }

    private static func delimited(_ body: (inout ProtobufWriter) -> Void) -> [UInt8] {
        var writer = ProtobufWriter(capacity: usualSize)
        writer.delimited(body)
        return writer.bytes
    }
}
