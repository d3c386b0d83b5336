import Cryptography
import Transactions
package import Wire

/// What the chain knows of an account (`cosmos.auth.v1beta1.BaseAccount`).
package struct AccountState: Hashable, Sendable {
    package var number: UInt64 = 0
    /// How many ordered transactions the account has signed.
    package var sequence: UInt64 = 0
}

extension AccountState: ProtobufDecodable {
    /// `QueryAccountResponse`: the account in an `Any`.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        while let field = try reader.nextField() {
            guard field.number == 1 else {
                try reader.skip(field)
                continue
            }
            var any = try reader.message(field)
            while let field = try any.nextField() {
                if field.number == 2 { try readAccount(any.message(field)) } else { try any.skip(field) }
            }
        }
    }

    private mutating func readAccount(_ source: ProtobufReader) throws(DecodingError) {
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 3: number = try reader.uint64(field)
            case 4: sequence = try reader.uint64(field)
            default: try reader.skip(field)
            }
        }
    }
}

/// Coins of an answer (`QueryAllBalancesResponse`, field 1).
struct BalancesAnswer: ProtobufDecodable {
    private(set) var coins: [Coin] = []

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        while let field = try reader.nextField() {
            guard field.number == 1 else {
                try reader.skip(field)
                continue
            }
            var denomination: ByteString = "", amount: ByteString = ""
            var coin = try reader.message(field)
            while let field = try coin.nextField() {
                switch field.number {
                case 1: denomination = try coin.string(field)
                case 2: amount = try coin.string(field)
                default: try coin.skip(field)
                }
            }
            guard let value = Amount(amount), let found = try? Coin(denomination: denomination, amount: value) else {
                throw .invalid("\(amount)\(denomination) is no coin")
            }
            coins.append(found)
        }
    }
}

/// What a simulation used (`cosmos.tx.v1beta1.SimulateResponse`, `gas_info`).
struct SimulationAnswer: ProtobufDecodable {
    private(set) var gasUsed: UInt64 = 0

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        while let field = try reader.nextField() {
            guard field.number == 1 else {
                try reader.skip(field)
                continue
            }
            var gas = try reader.message(field)
            while let field = try gas.nextField() {
                if field.number == 2 { gasUsed = try gas.uint64(field) } else { try gas.skip(field) }
            }
        }
    }
}
