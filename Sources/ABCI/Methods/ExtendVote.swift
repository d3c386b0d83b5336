package import Chain
package import Cryptography
package import Wire

/// The block that this node is about to precommit.
package struct RequestExtendVote: Hashable, Sendable {
    /// The block's hash.
    package var hash: Hash?
    package var height: Height
    package var time: Timestamp
    package var txs: [Transaction]
    package var proposedLastCommit: CommitInfo
    package var misbehavior: [Misbehavior]
    package var nextValidatorsHash: Hash?
    package var proposerAddress: Address?

    package init(
        hash: Hash? = nil, height: Height = 0, time: Timestamp = .zero, txs: [Transaction] = [],
        proposedLastCommit: CommitInfo = CommitInfo(), misbehavior: [Misbehavior] = [],
        nextValidatorsHash: Hash? = nil, proposerAddress: Address? = nil
    ) {
        self.hash = hash
        self.height = height
        self.time = time
        self.txs = txs
        self.proposedLastCommit = proposedLastCommit
        self.misbehavior = misbehavior
        self.nextValidatorsHash = nextValidatorsHash
        self.proposerAddress = proposerAddress
    }
}

/// What to add to the precommit.
package struct ResponseExtendVote: Hashable, Sendable {
    package var voteExtension: [UInt8]

    package init(voteExtension: [UInt8] = []) {
        self.voteExtension = voteExtension
    }
}

extension RequestExtendVote: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.bytes(1, hash.bytes)
        writer.int64(2, height.rawValue)
        writer.message(3, time)
        writer.transactions(4, txs)
        writer.message(5, proposedLastCommit)
        for report in misbehavior { writer.message(6, report) }
        writer.bytes(7, nextValidatorsHash.bytes)
        writer.bytes(8, proposerAddress.bytes)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        var lastCommit = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: hash = try reader.hashOrEmpty(field)
            case 2: height = Height(try reader.int64(field))
            case 3: time = try reader.decode(Timestamp.self, field)
            case 4: try reader.appendTransaction(field, to: &txs)
            case 5: try reader.merge(field, into: &lastCommit)
            case 6: try reader.append(field, to: &misbehavior, atMost: ABCILimit.misbehaviorsMaximum)
            case 7: nextValidatorsHash = try reader.hashOrEmpty(field)
            case 8: proposerAddress = try reader.addressOrEmpty(field)
            default: try reader.skip(field)
            }
        }
        proposedLastCommit = try lastCommit.decode(CommitInfo.self)
    }
}

extension ResponseExtendVote: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.bytes(1, voteExtension)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: voteExtension = try reader.bytes(field)
            default: try reader.skip(field)
            }
        }
    }
}
