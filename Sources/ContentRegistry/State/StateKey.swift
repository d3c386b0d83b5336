import Cryptography
import Transactions
import Wire

/// What stands in the state, under which key.
///
/// The first byte says what kind of entry it is; numbers are written with the highest byte first, so that the order of keys
/// is the order of what they mean. A chain's app hash covers keys and values: none of this may change without a vote.
enum StateKey {
    static let records: UInt8 = 0x01
    static let history: UInt8 = 0x02
    static let order: UInt8 = 0x03
    static let owners: UInt8 = 0x04
    static let accounts: UInt8 = 0x10
    static let balances: UInt8 = 0x11
    static let supply: UInt8 = 0x12
    static let validators: UInt8 = 0x13
    static let unordered: UInt8 = 0x20
    static let parameters: [UInt8] = [0x30]
    static let statistics: [UInt8] = [0x31]
    static let nextAccountNumber: [UInt8] = [0x32]

    /// The record of a work.
    static func record(_ work: ContentHash) -> [UInt8] { [records] + work.hash.bytes }

    /// What happened to a record, from 0 on.
    static func history(_ work: ContentHash, _ number: UInt64) -> [UInt8] {
        [history] + work.hash.bytes + bigEndian(number)
    }

    /// The record that was registered at this place.
    static func order(_ place: RecordPlace) -> [UInt8] { [order] + place.bytes }

    /// A record of this owner, in the order of registration.
    static func owned(by owner: AccountAddress, _ place: RecordPlace) -> [UInt8] {
        [owners] + owner.bytes + place.bytes
    }

    /// All records of this owner.
    static func owned(by owner: AccountAddress) -> [UInt8] { [owners] + owner.bytes }

    static func account(_ address: AccountAddress) -> [UInt8] { [accounts] + address.bytes }

    static func balance(_ address: AccountAddress, _ denomination: ByteString) -> [UInt8] {
        [balances] + address.bytes + denomination.bytes
    }

    /// All balances of an account.
    static func balances(of address: AccountAddress) -> [UInt8] { [balances] + address.bytes }

    static func supply(of denomination: ByteString) -> [UInt8] { [supply] + denomination.bytes }

    /// A validator, by the address of its consensus key.
    static func validator(_ address: Address) -> [UInt8] { [validators] + address.bytes }

    /// An unordered transaction that was executed and whose time has not passed. First the time, so that those that have
    /// passed stand together.
    static func unordered(timeout: UInt64, _ signer: AccountAddress) -> [UInt8] {
        [unordered] + bigEndian(timeout) + signer.bytes
    }

    static func bigEndian(_ value: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> UInt64(56 - 8 * $0)) }
    }

    /// The number of eight bytes, the highest first; nil for another count.
    static func number(bigEndian bytes: some Collection<UInt8>) -> UInt64? {
        bytes.count == 8 ? bytes.reduce(0) { $0 << 8 | UInt64($1) } : nil
    }
}

/// When a record was registered: the block's height and how many were registered in that block before.
struct RecordPlace: Hashable, Comparable, Sendable {
    static let size = 12

    let height: UInt64
    let index: UInt32

    init(height: UInt64, index: UInt32) {
        self.height = height
        self.index = index
    }

    /// The place that `bytes` stand for; nil for another count.
    init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == RecordPlace.size, let height = StateKey.number(bigEndian: bytes.prefix(8)) else {
            return nil
        }
        self.init(height: height, index: bytes.suffix(4).reduce(0) { $0 << 8 | UInt32($1) })
    }

    /// Ordered as places are.
    var bytes: [UInt8] {
        StateKey.bigEndian(height) + (0..<4).map { UInt8(truncatingIfNeeded: index >> UInt32(24 - 8 * $0)) }
    }

    static func < (left: RecordPlace, right: RecordPlace) -> Bool {
        (left.height, left.index) < (right.height, right.index)
    }
}
