package import Chain
package import Cryptography
package import Wire

/// A proposed block, to be judged.
package struct RequestProcessProposal: Hashable, Sendable {
    package var txs: [Transaction]
    package var proposedLastCommit: CommitInfo
    package var misbehavior: [Misbehavior]
    /// The block's hash.
    package var hash: Hash?
    package var height: Height
    package var time: Timestamp
    package var nextValidatorsHash: Hash?
    package var proposerAddress: Address?

    package init(
        txs: [Transaction] = [], proposedLastCommit: CommitInfo = CommitInfo(), misbehavior: [Misbehavior] = [],
        hash: Hash? = nil, height: Height = 0, time: Timestamp = .zero, nextValidatorsHash: Hash? = nil,
        proposerAddress: Address? = nil
    ) {
        self.txs = txs
        self.proposedLastCommit = proposedLastCommit
        self.misbehavior = misbehavior
        self.hash = hash
        self.height = height
        self.time = time
        self.nextValidatorsHash = nextValidatorsHash
        self.proposerAddress = proposerAddress
    }
}

/// What the application thinks of a proposal. `unknown` is no answer: the node stops on it.
package enum ProposalStatus: Int32, Hashable, Sendable {
    case unknown = 0
    case accept = 1
    case reject = 2
}

/// The verdict on a proposal.
package struct ResponseProcessProposal: Hashable, Sendable {
    package var status: ProposalStatus

    package init(status: ProposalStatus = .unknown) {
        self.status = status
    }
}

extension RequestProcessProposal: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.block(
            txs: txs, lastCommit: proposedLastCommit, misbehavior: misbehavior, hash: hash, height: height, time: time,
            nextValidatorsHash: nextValidatorsHash, proposerAddress: proposerAddress)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        let block = try RequestFinalizeBlock(protobuf: source)
        self.init(
            txs: block.txs, proposedLastCommit: block.decidedLastCommit, misbehavior: block.misbehavior,
            hash: block.hash, height: block.height, time: block.time, nextValidatorsHash: block.nextValidatorsHash,
            proposerAddress: block.proposerAddress)
    }
}

extension ResponseProcessProposal: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.int32(1, status.rawValue)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: status = try reader.enumeration(ProposalStatus.self, field)
            default: try reader.skip(field)
            }
        }
    }
}
