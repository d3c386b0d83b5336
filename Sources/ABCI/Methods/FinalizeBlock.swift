package import Chain
package import Cryptography
package import Wire

/// A decided block, to be executed.
package struct RequestFinalizeBlock: Hashable, Sendable {
    package var txs: [Transaction]
    package var decidedLastCommit: CommitInfo
    package var misbehavior: [Misbehavior]
    /// The block's hash.
    package var hash: Hash?
    package var height: Height
    package var time: Timestamp
    package var nextValidatorsHash: Hash?
    package var proposerAddress: Address?

    package init(
        txs: [Transaction] = [], decidedLastCommit: CommitInfo = CommitInfo(), misbehavior: [Misbehavior] = [],
        hash: Hash? = nil, height: Height = 0, time: Timestamp = .zero, nextValidatorsHash: Hash? = nil,
        proposerAddress: Address? = nil
    ) {
        self.txs = txs
        self.decidedLastCommit = decidedLastCommit
        self.misbehavior = misbehavior
        self.hash = hash
        self.height = height
        self.time = time
        self.nextValidatorsHash = nextValidatorsHash
        self.proposerAddress = proposerAddress
    }
}

/// What the block did.
package struct ResponseFinalizeBlock: Hashable, Sendable {
    package var events: [Event]
    /// One result for each transaction, in the block's order.
    package var txResults: [ExecTxResult]
    /// Changes to the validator set, in force two heights later.
    package var validatorUpdates: [ValidatorUpdate]
    /// Changes to the consensus parameters, in force at the next height.
    package var consensusParamUpdates: ConsensusParametersUpdate?
    /// The state after the block; the next header carries it.
    package var appHash: AppHash

    package init(
        events: [Event] = [], txResults: [ExecTxResult] = [], validatorUpdates: [ValidatorUpdate] = [],
        consensusParamUpdates: ConsensusParametersUpdate? = nil, appHash: AppHash = .empty
    ) {
        self.events = events
        self.txResults = txResults
        self.validatorUpdates = validatorUpdates
        self.consensusParamUpdates = consensusParamUpdates
        self.appHash = appHash
    }
}

extension RequestFinalizeBlock: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.block(
            txs: txs, lastCommit: decidedLastCommit, misbehavior: misbehavior, hash: hash, height: height, time: time,
            nextValidatorsHash: nextValidatorsHash, proposerAddress: proposerAddress)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        var lastCommit = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.appendTransaction(field, to: &txs)
            case 2: try reader.merge(field, into: &lastCommit)
            case 3: try reader.append(field, to: &misbehavior, atMost: ABCILimit.misbehaviorsMaximum)
            case 4: hash = try reader.hashOrEmpty(field)
            case 5: height = Height(try reader.int64(field))
            case 6: time = try reader.decode(Timestamp.self, field)
            case 7: nextValidatorsHash = try reader.hashOrEmpty(field)
            case 8: proposerAddress = try reader.addressOrEmpty(field)
            default: try reader.skip(field)
            }
        }
        decidedLastCommit = try lastCommit.decode(CommitInfo.self)
    }
}

extension ResponseFinalizeBlock: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        for event in events { writer.message(1, event) }
        for result in txResults { writer.message(2, result) }
        for update in validatorUpdates { writer.message(3, update) }
        writer.messageIfPresent(4, consensusParamUpdates)
        writer.bytes(5, appHash.bytes)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        var parameters = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.append(field, to: &events, atMost: ABCILimit.eventsMaximum)
            case 2: try reader.append(field, to: &txResults, atMost: ABCILimit.transactionsMaximum)
            case 3: try reader.append(field, to: &validatorUpdates, atMost: ABCILimit.validatorsMaximum)
            case 4: try reader.merge(field, into: &parameters)
            case 5: appHash = AppHash(try reader.bytes(field))
            default: try reader.skip(field)
            }
        }
        consensusParamUpdates = try parameters.decodeIfPresent(ConsensusParametersUpdate.self)
    }

    /// The result of the transaction at an index in the protobuf form of an answer; nil when there is none. The others
    /// are passed over, and nothing else is checked.
    package static func txResult(
        at index: Int, in source: ProtobufReader
    ) throws(DecodingError) -> ExecTxResult? {
        var reader = source
        var next = 0
        while let field = try reader.nextField() {
            if field.number == 2 && next == index { return try reader.decode(ExecTxResult.self, field) }
            if field.number == 2 { next += 1 }
            try reader.skip(field)
        }
        return nil
    }
}

extension ProtobufWriter {
    /// The fields that `ProcessProposal` and `FinalizeBlock` share, number by number.
    mutating func block(
        txs: [Transaction], lastCommit: CommitInfo, misbehavior: [Misbehavior], hash: Hash?, height: Height,
        time: Timestamp, nextValidatorsHash: Hash?, proposerAddress: Address?
    ) {
        transactions(1, txs)
        message(2, lastCommit)
        for report in misbehavior { message(3, report) }
        bytes(4, hash.bytes)
        int64(5, height.rawValue)
        message(6, time)
        bytes(7, nextValidatorsHash.bytes)
        bytes(8, proposerAddress.bytes)
    }
}
