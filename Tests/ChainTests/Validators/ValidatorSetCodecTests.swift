import Chain
import Cryptography
import JSON
import Testing
import Wire

@Suite("Validator sets as messages")
struct ValidatorSetCodecTests {
    /// A set of CometBFT's: two validators of powers 20,699,654 and 13,810.
    private static let message =
        "0a4a0a145607dd8901c64130b794d4194081c2ce7e9d903212220a2016cd426ae8dbc4eebe241d77efbdb4e62b63dd9d9f307f265aad2bf2"
        + "9d69627f1886b4ef09208e94ffffffffffffff010a400a14da74ba75e6e5bac484a613ec8b727bfbb32db2e212220a20ed1ffdcd079d0fcd"
        + "930509ec1ffc5fca12adf66d236cab3e231cf6142559429418f26b20f26b124a0a145607dd8901c64130b794d4194081c2ce7e9d9032122"
        + "20a2016cd426ae8dbc4eebe241d77efbdb4e62b63dd9d9f307f265aad2bf29d69627f1886b4ef09208e94ffffffffffffff01"

    private func set() throws -> ValidatorSet {
        try ValidatorSet(protobuf: try #require(Hex.decode(ValidatorSetCodecTests.message)))
    }

    private func writing(_ body: (inout ProtobufWriter) -> Void) -> [UInt8] {
        var writer = ProtobufWriter()
        body(&writer)
        return writer.bytes
    }

    @Test("CometBFT's bytes, hash and leaves")
    func bytes() throws {
        let set = try set()
        #expect(Hex.lowercase(set.protobuf) == ValidatorSetCodecTests.message)
        #expect(set.totalPower == 20_713_464)
        #expect(
            set.hash.description.lowercased() == "58d80e88434296e589e29ecf5ca401bc71baf97a4ee62a74a9ee51fb848c24ce")
        #expect(
            Hex.lowercase(set.validators[1].hashedBytes)
                == "0a220a20ed1ffdcd079d0fcd930509ec1ffc5fca12adf66d236cab3e231cf6142559429410f26b")
    }

    @Test("Cut and damaged messages give a value or an error")
    func decoder() throws {
        try checkDecoder(of: try set())
        try checkDecoder(of: try #require(try set().proposer))
    }

    @Test("The order of the message stays, and its total is not believed")
    func orderStays() throws {
        let set = try set()
        let bytes = writing { writer in
            for validator in set.validators.reversed() { writer.message(1, validator) }
            writer.message(2, set.validators[0])
            writer.int64(3, 999)
        }
        let reversed = try ValidatorSet(protobuf: bytes)
        #expect(reversed.validators == set.validators.reversed())
        #expect(reversed.hash != set.hash)
        #expect(reversed.totalPower == set.totalPower)
    }

    @Test("Sets that break a rule are refused in CometBFT's words")
    func refusals() throws {
        let set = try set()
        let (first, second) = (set.validators[0], set.validators[1])
        func rule(_ bytes: [UInt8]) -> String? {
            do {
                _ = try ValidatorSet(protobuf: bytes)
                return nil
            } catch {
                return error.rule
            }
        }
        #expect(rule([]) == "fromProto: validatorSet proposer error: nil validator")
        #expect(rule(writing { $0.message(2, first) }) == "validator set is nil or empty")
        #expect(
            rule(
                writing {
                    $0.message(1, first)
                    $0.message(2, second)
                }) == "proposer not in validator set")
        let negative = Validator(publicKey: first.publicKey, votingPower: -1)
        #expect(
            rule(
                writing {
                    $0.message(1, negative)
                    $0.message(2, second)
                }) == "invalid validator #0: validator has negative voting power")
        #expect(
            rule(
                writing {
                    $0.message(1, first)
                    $0.message(2, negative)
                }) == "proposer failed validate basic, error: validator has negative voting power")
        let heavy = Validator(publicKey: first.publicKey, votingPower: .maximumTotal)
        #expect(
            rule(
                writing {
                    $0.message(1, heavy)
                    $0.message(1, second)
                    $0.message(2, second)
                }) == "total voting power 1152921504606860785 exceeds maximum 1152921504606846975")
    }

    @Test("An address that is not the key's is refused, alone and in a set")
    func wrongAddress() throws {
        let set = try set()
        let forged = writing { writer in
            writer.bytes(1, set.validators[1].address.bytes)
            writer.message(2, set.validators[0].publicKey)
            writer.int64(3, 5)
        }
        let text =
            "validator address is incorrectly derived from pubkey. Exp: \(set.validators[0].address), "
            + "got \(set.validators[1].address)"
        #expect(throws: DecodingError.invalid(text)) { try Validator(protobuf: forged) }
        let message = writing { writer in
            writer.element(1, forged)
            writer.message(2, set.validators[0])
        }
        #expect(throws: DecodingError.invalid("invalid validator #0: \(text)")) { try ValidatorSet(protobuf: message) }
    }

    @Test("JSON as the RPC has it, both ways")
    func json() throws {
        let set = try set()
        let text = String(decoding: set.json.serialized(), as: UTF8.self)
        #expect(text.hasPrefix(#"{"validators":[{"address":"5607DD8901C64130B794D4194081C2CE7E9D9032","pub_key":{"#))
        #expect(text.hasSuffix(#""voting_power":"20699654","proposer_priority":"-13810"}}"#))
        #expect(try ValidatorSet(json: JSONValue(parsing: Array(text.utf8))) == set)
        #expect(ValidatorSet.empty.json.description == #"{"validators":null,"proposer":null}"#)
        #expect(throws: JSONError("validator set is nil or empty")) { try ValidatorSet(json: ValidatorSet.empty.json) }
        #expect(throws: JSONError("proposer failed validate basic, error: nil validator")) {
            try ValidatorSet(json: .members(("validators", .array(of: set.validators))))
        }
        #expect(throws: JSONError("validator does not have a public key", path: "validators[0]")) {
            try ValidatorSet(json: .members(("validators", .array([.members()]))))
        }
    }
}
