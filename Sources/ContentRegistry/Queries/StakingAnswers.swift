import Chain
import Cryptography
import Transactions
import Wire

// The answers of `cosmos.staking.v1beta1.Query`, with all that gogoproto writes of them.

/// One or two texts of a question: a validator's or delegator's address, a status, a denomination.
struct DelegationRequest: ProtobufDecodable {
    var first: ByteString = ""
    var second: ByteString = ""

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: first = try reader.string(field)
            // Elsewhere it is the page that is asked for.
            case 2 where field.wireType == WireType.lengthDelimited: second = ByteString(try reader.bytes(field))
            default: try reader.skip(field)
            }
        }
    }
}

/// A list, all of it on one page.
struct ListAnswer<Item: ProtobufEncodable>: ProtobufEncodable {
    let items: [Item]

    init(_ items: [Item]) {
        self.items = items
    }

    func encode(into writer: inout ProtobufWriter) {
        for item in items { writer.message(1, item) }
        writer.message(2) { $0.uint64(2, UInt64(items.count)) }
    }
}

struct SingleAnswer<Item: ProtobufEncodable>: ProtobufEncodable {
    let item: Item

    init(_ item: Item) {
        self.item = item
    }

    func encode(into writer: inout ProtobufWriter) {
        writer.message(1, item)
    }
}

/// `cosmos.staking.v1beta1.Validator`.
struct StakingValidator: ProtobufEncodable {
    /// `BOND_STATUS_BONDED`.
    private static let bonded: UInt64 = 3

    let validator: BondedValidator

    init(_ validator: BondedValidator) {
        self.validator = validator
    }

    func encode(into writer: inout ProtobufWriter) {
        writer.string(1, ByteString(validator.operatorAddress?.operatorText ?? ""))
        writer.publicKey(2, validator.publicKey)
        writer.bool(3, validator.isTombstoned)
        writer.uint64(4, StakingValidator.bonded)
        writer.string(5, ByteString(validator.bond.description))
        writer.string(6, validator.bond.asShares)
        writer.message(7) { $0.string(1, validator.moniker) }
        writer.message(9, Timestamp.unixEpoch)
        writer.message(10) { commission in
            commission.message(1) { rates in
                for field: Int32 in 1...3 { rates.string(field, "0") }
            }
            commission.message(2, Timestamp.unixEpoch)
        }
        writer.string(11, "1")
    }
}

/// `cosmos.staking.v1beta1.DelegationResponse`: the operator's bond.
struct StakingDelegation: ProtobufEncodable {
    let validator: BondedValidator

    init(_ validator: BondedValidator) {
        self.validator = validator
    }

    func encode(into writer: inout ProtobufWriter) {
        writer.message(1) { delegation in
            delegation.string(1, ByteString(validator.operatorAddress?.text ?? ""))
            delegation.string(2, ByteString(validator.operatorAddress?.operatorText ?? ""))
            delegation.string(3, validator.bond.asShares)
        }
        writer.message(2, Coin.stake(validator.bond))
    }
}

/// `cosmos.staking.v1beta1.UnbondingDelegation`: bonds that are leaving.
struct StakingUnbonding: ProtobufEncodable {
    struct Entry {
        /// When it is free.
        let time: Timestamp
        let amount: Amount
    }

    let account: AccountAddress
    let entries: [Entry]

    func encode(into writer: inout ProtobufWriter) {
        writer.string(1, ByteString(account.text))
        writer.string(2, ByteString(account.operatorText))
        for entry in entries {
            writer.message(3) { message in
                message.message(2, entry.time)
                message.string(3, ByteString(entry.amount.description))
                message.string(4, ByteString(entry.amount.description))
            }
        }
    }
}

/// `cosmos.staking.v1beta1.Pool`.
struct StakingPool: ProtobufEncodable {
    let bonded: Amount
    let leaving: Amount

    func encode(into writer: inout ProtobufWriter) {
        writer.string(1, ByteString(leaving.description))
        writer.string(2, ByteString(bonded.description))
    }
}

/// `cosmos.staking.v1beta1.Params`.
struct StakingParameters: ProtobufEncodable {
    let unbondingTime: Nanoseconds

    func encode(into writer: inout ProtobufWriter) {
        writer.message(1) { duration in
            duration.int64(1, unbondingTime.rawValue / 1_000_000_000)
            duration.int64(2, unbondingTime.rawValue % 1_000_000_000)
        }
        writer.uint32(2, UInt32(clamping: ValidatorSet.countMaximum))
        writer.string(5, Coin.bondDenomination)
        writer.string(6, "0")
    }
}

extension Amount {
    /// As a `LegacyDec` of the SDK: with 18 decimals, and no point.
    fileprivate var asShares: ByteString {
        ByteString(isZero ? "0" : description + String(repeating: "0", count: 18))
    }
}
