import Chain
import Cryptography
import Transactions
import Wire

/// A validator, as the application knows it.
struct BondedValidator: Hashable, Sendable {
    /// What it signs votes with.
    var publicKey: PublicKey
    let power: VotingPower
    /// Who operates it; nil when the genesis names only the key.
    let operatorAddress: AccountAddress?
    /// What it has bonded, in `stake`.
    let bond: Amount
    let moniker: ByteString
    /// The block that made it a validator; 0 for those of the genesis.
    var since: Height = 0
    /// The block that gave it its present key, when that is not its first.
    var keySince: Height = 0
    /// Whether it equivocated, and goes as soon as the others can do without it.
    var isTombstoned = false

    /// The address of its key, which the engine knows it by.
    var address: Address { publicKey.address }

    /// The last block in which the engine was told something of it.
    var changed: Height { max(since, keySince) }
}

extension BondedValidator: ProtobufCodable {
    func encode(into writer: inout ProtobufWriter) {
        writer.message(1, publicKey)
        writer.int64(2, power.rawValue)
        writer.bytes(3, operatorAddress?.bytes ?? [])
        writer.bytes(4, bond.stored)
        writer.string(5, moniker)
        writer.int64(6, since.rawValue)
        writer.int64(7, keySince.rawValue)
        writer.bool(8, isTombstoned)
    }

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var key: PublicKey?
        var power: Int64 = 0
        var operatorAddress: AccountAddress?
        var bond = Amount.zero
        var moniker: ByteString = ""
        var heights: (since: Int64, key: Int64) = (0, 0)
        var isTombstoned = false
        while let field = try reader.nextField() {
            switch field.number {
            case 1: key = try reader.decode(PublicKey.self, field)
            case 2: power = try reader.int64(field)
            case 3: operatorAddress = AccountAddress(try reader.bytes(field))
            case 4:
                guard let amount = Amount(stored: try reader.bytes(field)) else { throw .invalid("no amount") }
                bond = amount
            case 5: moniker = try reader.string(field)
            case 6: heights.since = try reader.int64(field)
            case 7: heights.key = try reader.int64(field)
            case 8: isTombstoned = try reader.bool(field)
            default: try reader.skip(field)
            }
        }
        guard let key else { throw .invalid("a validator without a key") }
        self.init(
            publicKey: key, power: VotingPower(power), operatorAddress: operatorAddress, bond: bond, moniker: moniker,
            since: Height(heights.since), keySince: Height(heights.key), isTombstoned: isTombstoned)
    }
}

extension Amount {
    /// The fewest bytes, the highest first; none for zero.
    var stored: [UInt8] {
        let width = (UInt128.bitWidth - rawValue.leadingZeroBitCount + 7) / 8
        return (0..<width).map { UInt8(truncatingIfNeeded: rawValue >> UInt128(8 * (width - 1 - $0))) }
    }

    /// The amount of `stored`; nil for more bytes than it makes.
    init?(stored bytes: [UInt8]) {
        if bytes.count > 16 || bytes.first == 0 { return nil }
        self.init(bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) })
    }
}
