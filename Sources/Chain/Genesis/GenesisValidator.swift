package import Cryptography
package import JSON
package import Wire

/// A validator that the genesis names.
package struct GenesisValidator: Hashable, Sendable {
    /// As the file has it: nothing, or what should be the key's address.
    package var address: [UInt8]
    package var publicKey: PublicKey
    package var power: VotingPower
    /// A name for people; no part of the chain.
    package var name: ByteString

    package init(publicKey: PublicKey, power: VotingPower, name: ByteString = "") {
        address = publicKey.address.bytes
        self.publicKey = publicKey
        self.power = power
        self.name = name
    }
}

extension GenesisValidator: CustomStringConvertible {
    /// As Go prints the struct, which error texts rely on.
    package var description: String { "{\(Hex.uppercase(address)) \(publicKey) \(power) \(name)}" }
}

extension GenesisValidator: JSONCodable {
    package var json: JSONValue {
        .members(
            ("address", .hex(address)), ("pub_key", publicKey.json), ("power", .decimal(power.rawValue)),
            ("name", .string(name)))
    }

    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        publicKey = try reader["pub_key"].decode()
        address = try reader["address"].hexBytes()
        power = VotingPower(try reader["power"].int64String())
        name = try reader["name"].string()
    }
}
