import Cryptography
import JSON

extension JSONReader {
    /// A hash in hexadecimal; nil for an empty string or none.
    ///
    /// Deviation: other lengths are refused here, in the words of `ValidateHash`; CometBFT reads them and refuses the
    /// value when it is validated.
    func hash() throws(JSONError) -> Hash? {
        let bytes = try hexBytes()
        do {
            return try Hash.orEmpty(bytes)
        } catch {
            throw self.error(error.message)
        }
    }

    /// An address in hexadecimal; nil for an empty string or none. Other lengths are refused, as those of hashes.
    func address() throws(JSONError) -> Address? {
        let bytes = try hexBytes()
        if bytes.isEmpty { return nil }
        guard let address = Address(bytes) else {
            throw error("expected address size to be \(Address.size) bytes, got \(bytes.count) bytes")
        }
        return address
    }

    func height() throws(JSONError) -> Height { Height(try int64String()) }

    func round() throws(JSONError) -> Round { Round(try int32()) }

    func votingPower() throws(JSONError) -> VotingPower { VotingPower(try int64String()) }

    func chainID() throws(JSONError) -> ChainID { ChainID(try string()) }

    func signature() throws(JSONError) -> Signature { Signature(try base64()) }
}

extension JSONValue {
    static func hash(_ hash: Hash?) -> JSONValue { .hex(hash.bytes) }

    static func address(_ address: Address?) -> JSONValue { .hex(address.bytes) }

    /// Bytes in Base64, `null` for none: a byte slice that protobuf left nil.
    static func base64OrNull(_ bytes: [UInt8]) -> JSONValue { .base64(bytes.isEmpty ? nil : bytes) }
}
