package import Cryptography
package import Wire

/// A proposer's signed word on which block a round is about.
package struct Proposal: Hashable, Sendable {
    package var height: Height
    package var round: Round
    /// The round in which +2/3 prevoted for the block, `.none` when it is new.
    package var polRound: Round
    package var blockID: BlockID
    package var timestamp: Timestamp
    package var signature: Signature

    package init(
        height: Height, round: Round, polRound: Round, blockID: BlockID, timestamp: Timestamp,
        signature: Signature = .empty
    ) {
        self.height = height
        self.round = round
        self.polRound = polRound
        self.blockID = blockID
        self.timestamp = timestamp
        self.signature = signature
    }

    /// What the proposer signs.
    package func signBytes(chainID: ChainID) -> [UInt8] {
        CanonicalForms.proposal(self, chainID: chainID)
    }

    /// Refuses a block of more parts than one of so many bytes can have.
    ///
    /// - Parameter blockBytesMaximum: The chain's parameter; -1 stands for the largest of any chain.
    package func validateBlockSize(blockBytesMaximum: Int64) throws(ValidationError) {
        let bytesMaximum = blockBytesMaximum == -1 ? Int64(ChainLimits.blockBytesMaximum) : blockBytesMaximum
        let partsMaximum = (bytesMaximum &- 1) / Int64(ChainLimits.partBytes) + 1
        let total = blockID.partSetHeader.total
        if Int64(total) > partsMaximum {
            throw ValidationError("proposal has too many parts \(total) (max: \(partsMaximum))")
        }
    }
}

extension Proposal: Validatable {
    /// CometBFT `Proposal.ValidateBasic`; it lets a height of zero pass.
    package func validate() throws(ValidationError) {
        if height < 0 { throw ValidationError("negative Height") }
        if round < 0 { throw ValidationError("negative Round") }
        if polRound < .none { throw ValidationError("negative POLRound (exception: -1)") }
        if !blockID.isComplete {
            throw ValidationError("expected a complete, non-empty BlockID, got: \(blockID)")
        }
        try signature.validatePresence()
    }
}

extension Proposal: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.int32(1, SignedMessageType.proposal.rawValue)
        writer.int64(2, height.rawValue)
        writer.int32(3, round.rawValue)
        writer.int32(4, polRound.rawValue)
        writer.message(5, blockID)
        writer.message(6, timestamp)
        writer.signature(7, signature)
    }

    /// Refuses what CometBFT's `ProposalFromProto` refuses, which ends with `ValidateBasic`.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        try self.init(unvalidatedProtobuf: source)
        try validateDecoded()
    }

    /// Reads a proposal that may lack its signature: what a signer is asked to sign. Of the rules only that about the
    /// type is checked, because nothing else could stand there.
    package init(unvalidatedProtobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var type: Int32 = 0
        var blockID = EmbeddedMessage()
        self.init(height: 0, round: 0, polRound: 0, blockID: .none, timestamp: .zero)
        while let field = try reader.nextField() {
            switch field.number {
            case 1: type = try reader.int32(field)
            case 2: height = Height(try reader.int64(field))
            case 3: round = Round(try reader.int32(field))
            case 4: polRound = Round(try reader.int32(field))
            case 5: try reader.merge(field, into: &blockID)
            case 6: timestamp = try reader.decode(Timestamp.self, field)
            case 7: signature = Signature(try reader.bytes(field))
            default: try reader.skip(field)
            }
        }
        self.blockID = try blockID.decode(BlockID.self)
        if type != SignedMessageType.proposal.rawValue { throw .invalid("invalid Type") }
    }
}
