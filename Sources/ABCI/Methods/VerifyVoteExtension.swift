package import Chain
package import Cryptography
package import Wire

/// What another validator added to its precommit.
package struct RequestVerifyVoteExtension: Hashable, Sendable {
    /// The hash of the block the vote is for.
    package var hash: Hash?
    package var validatorAddress: Address?
    package var height: Height
    package var voteExtension: [UInt8]

    package init(
        hash: Hash? = nil, validatorAddress: Address? = nil, height: Height = 0, voteExtension: [UInt8] = []
    ) {
        self.hash = hash
        self.validatorAddress = validatorAddress
        self.height = height
        self.voteExtension = voteExtension
    }
}

/// What the application thinks of a vote extension. `unknown` is no answer: the node stops on it.
package enum VoteExtensionStatus: Int32, Hashable, Sendable {
    case unknown = 0
    case accept = 1
    /// The whole precommit is refused.
    case reject = 2
}

/// The verdict on a vote extension.
package struct ResponseVerifyVoteExtension: Hashable, Sendable {
    package var status: VoteExtensionStatus

    package init(status: VoteExtensionStatus = .unknown) {
        self.status = status
    }
}

extension RequestVerifyVoteExtension: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.bytes(1, hash.bytes)
        writer.bytes(2, validatorAddress.bytes)
        writer.int64(3, height.rawValue)
        writer.bytes(4, voteExtension)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: hash = try reader.hashOrEmpty(field)
            case 2: validatorAddress = try reader.addressOrEmpty(field)
            case 3: height = Height(try reader.int64(field))
            case 4: voteExtension = try reader.bytes(field)
            default: try reader.skip(field)
            }
        }
    }
}

extension ResponseVerifyVoteExtension: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.int32(1, status.rawValue)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: status = try reader.enumeration(VoteExtensionStatus.self, field)
            default: try reader.skip(field)
            }
        }
    }
}
