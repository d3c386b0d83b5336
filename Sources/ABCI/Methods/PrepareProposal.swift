package import Chain
package import Cryptography
package import Wire

/// The raw material of a proposal of ours.
package struct RequestPrepareProposal: Hashable, Sendable {
    /// The most bytes the transactions may take in the block, each with its tag and length.
    package var maxTxBytes: Int64
    package var txs: [Transaction]
    package var localLastCommit: ExtendedCommitInfo
    package var misbehavior: [Misbehavior]
    package var height: Height
    package var time: Timestamp
    package var nextValidatorsHash: Hash?
    package var proposerAddress: Address?

    package init(
        maxTxBytes: Int64 = 0, txs: [Transaction] = [], localLastCommit: ExtendedCommitInfo = ExtendedCommitInfo(),
        misbehavior: [Misbehavior] = [], height: Height = 0, time: Timestamp = .zero, nextValidatorsHash: Hash? = nil,
        proposerAddress: Address? = nil
    ) {
        self.maxTxBytes = maxTxBytes
        self.txs = txs
        self.localLastCommit = localLastCommit
        self.misbehavior = misbehavior
        self.height = height
        self.time = time
        self.nextValidatorsHash = nextValidatorsHash
        self.proposerAddress = proposerAddress
    }
}

/// The transactions of the proposal, in order.
package struct ResponsePrepareProposal: Hashable, Sendable {
    package var txs: [Transaction]

    package init(txs: [Transaction] = []) {
        self.txs = txs
    }
}

extension RequestPrepareProposal: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.int64(1, maxTxBytes)
        writer.transactions(2, txs)
        writer.message(3, localLastCommit)
        for report in misbehavior { writer.message(4, report) }
        writer.int64(5, height.rawValue)
        writer.message(6, time)
        writer.bytes(7, nextValidatorsHash.bytes)
        writer.bytes(8, proposerAddress.bytes)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        var lastCommit = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: maxTxBytes = try reader.int64(field)
            case 2: try reader.appendTransaction(field, to: &txs)
            case 3: try reader.merge(field, into: &lastCommit)
            case 4: try reader.append(field, to: &misbehavior, atMost: ABCILimit.misbehaviorsMaximum)
            case 5: height = Height(try reader.int64(field))
            case 6: time = try reader.decode(Timestamp.self, field)
            case 7: nextValidatorsHash = try reader.hashOrEmpty(field)
            case 8: proposerAddress = try reader.addressOrEmpty(field)
            default: try reader.skip(field)
            }
        }
        localLastCommit = try lastCommit.decode(ExtendedCommitInfo.self)
    }
}

extension ResponsePrepareProposal: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.transactions(1, txs)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.appendTransaction(field, to: &txs)
            default: try reader.skip(field)
            }
        }
    }
}
