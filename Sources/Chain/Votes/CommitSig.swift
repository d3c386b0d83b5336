package import Cryptography
package import Wire

/// A validator's place in a commit: its precommit, or that there was none.
package struct CommitSig: Hashable, Sendable {
    package let flag: BlockIDFlag
    /// Nil for an absent one.
    package let validatorAddress: Address?
    /// Go's zero time for an absent one.
    package let timestamp: Timestamp
    package let signature: Signature

    package init(flag: BlockIDFlag, validatorAddress: Address?, timestamp: Timestamp, signature: Signature) {
        self.flag = flag
        self.validatorAddress = validatorAddress
        self.timestamp = timestamp
        self.signature = signature
    }

    /// No vote arrived.
    package static let absent = CommitSig(
        flag: .absent, validatorAddress: nil, timestamp: .zero, signature: .empty)

    /// The block voted for in a commit for this block.
    package func blockID(commitBlockID: BlockID) -> BlockID {
        flag == .commit ? commitBlockID : .none
    }
}

extension CommitSig: Validatable {
    package func validate() throws(ValidationError) {
        try CommitSig.validate(
            flagNumber: flag.rawValue, addressSize: validatorAddress.bytes.count, timestamp: timestamp,
            signature: signature)
    }

    /// The rules, on what stands in a message.
    static func validate(
        flagNumber: Int32, addressSize: Int, timestamp: Timestamp, signature: Signature
    ) throws(ValidationError) {
        switch BlockIDFlag(truncating: flagNumber) {
        case .unknown: throw ValidationError("unknown BlockIDFlag: \(flagNumber & 0xff)")
        case .absent:
            if addressSize != 0 { throw ValidationError("validator address is present") }
            if !timestamp.isZero { throw ValidationError("time is present") }
            if !signature.isEmpty { throw ValidationError("signature is present") }
        case .commit, .nil:
            if addressSize != Address.size { throw ValidationError.validatorAddress(size: addressSize) }
            try signature.validatePresence()
        }
    }
}

extension CommitSig: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.int32(1, flag.rawValue)
        writer.address(2, validatorAddress)
        writer.message(3, timestamp)
        writer.signature(4, signature)
    }

    /// Refuses what CometBFT's `CommitSig.FromProto` refuses, which ends with `ValidateBasic`.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var fields = CommitSigFields()
        while let field = try reader.nextField() {
            if try fields.read(field, from: &reader) { continue }
            try reader.skip(field)
        }
        self = try fields.checked()
    }
}

/// The fields that a signature in a commit and one in an extended commit share.
struct CommitSigFields {
    private var flagNumber: Int32 = 0
    private var address: [UInt8] = []
    private var timestamp = Timestamp.zero
    private var signature = Signature.empty

    /// Reads the field if it is one of these.
    ///
    /// - Returns: Whether it was.
    mutating func read(_ field: ProtobufField, from reader: inout ProtobufReader) throws(DecodingError) -> Bool {
        switch field.number {
        case 1: flagNumber = try reader.int32(field)
        case 2: address = try reader.bytes(field)
        case 3: timestamp = try reader.decode(Timestamp.self, field)
        case 4: signature = Signature(try reader.bytes(field))
        default: return false
        }
        return true
    }

    func checked() throws(DecodingError) -> CommitSig {
        do {
            try CommitSig.validate(
                flagNumber: flagNumber, addressSize: address.count, timestamp: timestamp, signature: signature)
        } catch {
            throw DecodingError(error)
        }
        return CommitSig(
            flag: BlockIDFlag(truncating: flagNumber), validatorAddress: Address(address), timestamp: timestamp,
            signature: signature)
    }
}
