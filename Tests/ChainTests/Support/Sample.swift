import Chain
import Cryptography
import JSON
import Testing
import Wire

/// Values to start from in tests.
enum Sample {
    static func hash(_ number: UInt8) -> Hash { SHA256.hash([number]) }

    static func blockID(_ number: UInt8) -> BlockID {
        BlockID(hash: hash(number), partSetHeader: PartSetHeader(total: 3, hash: hash(number &+ 100)))
    }

    static let address = Address(repeatElement(9, count: Address.size))
    static let signature = Signature([UInt8](repeating: 5, count: Signature.size))
    static let time = Timestamp.unixEpoch.adding(nanoseconds: 1_700_000_000_123_456_789)

    static let vote = Vote(
        type: .precommit, height: 7, round: 2, blockID: blockID(1), timestamp: time, validatorAddress: address,
        validatorIndex: 3, signature: signature)

    static let proposal = Proposal(
        height: 7, round: 2, polRound: .none, blockID: blockID(1), timestamp: time, signature: signature)

    static let header = Header(
        version: BlockVersion(app: 1), chainID: "sample", height: 7, time: time, lastBlockID: blockID(1),
        lastCommitHash: hash(2), dataHash: hash(3), validatorsHash: hash(4), nextValidatorsHash: hash(5),
        consensusHash: hash(6), appHash: AppHash([1, 2, 3]), lastResultsHash: hash(7), evidenceHash: hash(8),
        proposerAddress: address)
}

/// The bytes of a hexadecimal literal.
func bytes(_ hexadecimal: String) throws -> [UInt8] {
    try #require(Hex.decode(hexadecimal))
}

/// Checks that the value's JSON is this text, and is read back.
func checkJSON<Value: JSONCodable & Equatable>(of value: Value, _ text: String) throws {
    #expect(value.json.description == text)
    #expect(try Value(json: JSONValue(parsing: Array(text.utf8))) == value)
}

/// The rule in which reading these bytes ends.
func rule<Value: ProtobufDecodable>(reading type: Value.Type, _ bytes: [UInt8]) throws -> String? {
    do {
        _ = try Value(protobuf: bytes)
        return nil
    } catch {
        return error.rule ?? "not well-formed: \(error)"
    }
}
