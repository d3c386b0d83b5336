import Chain
import Consensus
import Cryptography
import Wire

/// A vote or proposal in the log, with the key that verifies it and the peer it came from.
struct SignedItem<Item: ProtobufCodable>: ProtobufCodable {
    let item: Item
    let publicKey: PublicKey
    let peer: NodeID?

    func encode(into writer: inout ProtobufWriter) {
        writer.message(1, item)
        writer.message(2, publicKey)
        if let peer { writer.string(3, ByteString(peer.text)) }
    }

    init(item: Item, publicKey: PublicKey, peer: NodeID?) {
        self.item = item
        self.publicKey = publicKey
        self.peer = peer
    }

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var item = EmbeddedMessage()
        var publicKey = EmbeddedMessage()
        var peer: NodeID?
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.merge(field, into: &item)
            case 2: try reader.merge(field, into: &publicKey)
            case 3: peer = try NodeID.logged(try reader.string(field))
            default: try reader.skip(field)
            }
        }
        self.item = try item.decode(Item.self)
        self.publicKey = try publicKey.decode(PublicKey.self)
        self.peer = peer
    }
}

extension SignedItem<Vote> {
    init(_ verified: VerifiedVote, _ peer: NodeID?) {
        self.init(item: verified.vote, publicKey: verified.publicKey, peer: peer)
    }

    func verifiedVote(_ chainID: ChainID) throws(DecodingError) -> VerifiedVote {
        guard let verified = VerifiedVote(verifying: item, chainID: chainID, publicKey: publicKey) else {
            throw .invalid("a vote in the log whose signature is not its validator's")
        }
        return verified
    }
}

extension SignedItem<Proposal> {
    init(_ verified: VerifiedProposal, _ peer: NodeID?) {
        self.init(item: verified.proposal, publicKey: verified.publicKey, peer: peer)
    }

    func verifiedProposal(_ chainID: ChainID) throws(DecodingError) -> VerifiedProposal {
        guard let verified = VerifiedProposal(verifying: item, chainID: chainID, publicKey: publicKey) else {
            throw .invalid("a proposal in the log whose signature is not its proposer's")
        }
        return verified
    }
}

/// A part in the log.
struct LoggedPart: ProtobufCodable {
    let part: Part
    let height: Height
    let round: Round
    let peer: NodeID?

    func encode(into writer: inout ProtobufWriter) {
        writer.message(1, part)
        writer.int64(2, height.rawValue)
        writer.int32(3, round.rawValue)
        if let peer { writer.string(4, ByteString(peer.text)) }
    }

    init(part: Part, height: Height, round: Round, peer: NodeID?) {
        self.part = part
        self.height = height
        self.round = round
        self.peer = peer
    }

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var part = EmbeddedMessage()
        var height: Height = 0
        var round: Round = 0
        var peer: NodeID?
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.merge(field, into: &part)
            case 2: height = Height(try reader.int64(field))
            case 3: round = Round(try reader.int32(field))
            case 4: peer = try NodeID.logged(try reader.string(field))
            default: try reader.skip(field)
            }
        }
        self.init(part: try part.decode(Part.self), height: height, round: round, peer: peer)
    }
}

extension NodeID {
    /// A peer's name as the log has it.
    static func logged(_ text: ByteString) throws(DecodingError) -> NodeID {
        do {
            return try NodeID(text.description)
        } catch {
            throw .invalid("a peer in the log that is no node id")
        }
    }
}
