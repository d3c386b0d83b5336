import Chain
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
    static let revokedKeys: UInt8 = 0x05
    static let accounts: UInt8 = 0x10
    static let balances: UInt8 = 0x11
    static let supply: UInt8 = 0x12
    static let validators: UInt8 = 0x13
    static let formerKeys: UInt8 = 0x14
    static let tombstones: UInt8 = 0x15
    static let admissions: UInt8 = 0x16
    static let unbonding: UInt8 = 0x17
    static let proposals: UInt8 = 0x18
    static let openProposals: UInt8 = 0x19
    static let presence: UInt8 = 0x1A
    static let unordered: UInt8 = 0x20
    static let parameters: [UInt8] = [0x30]
    static let statistics: [UInt8] = [0x31]
    static let nextAccountNumber: [UInt8] = [0x32]
    static let lastProposal: [UInt8] = [0x33]
    static let halt: [UInt8] = [0x34]

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

    /// That an account has revoked the key with this id.
    static func revokedKey(of account: AccountAddress, _ keyID: ByteString) -> [UInt8] {
        revokedKeys(of: account) + keyID.bytes
    }

    /// All keys that an account has revoked.
    static func revokedKeys(of account: AccountAddress) -> [UInt8] { [revokedKeys] + account.bytes }

    static func account(_ address: AccountAddress) -> [UInt8] { [accounts] + address.bytes }

    static func balance(_ address: AccountAddress, _ denomination: ByteString) -> [UInt8] {
        [balances] + address.bytes + denomination.bytes
    }

    /// All balances of an account.
    static func balances(of address: AccountAddress) -> [UInt8] { [balances] + address.bytes }

    static func supply(of denomination: ByteString) -> [UInt8] { [supply] + denomination.bytes }

    /// A validator, by the address of its consensus key.
    static func validator(_ address: Address) -> [UInt8] { [validators] + address.bytes }

    /// A consensus key that was a validator's and is no more.
    static func formerKey(_ address: Address) -> [UInt8] { [formerKeys] + address.bytes }

    /// An operator whose validator equivocated.
    static func tombstone(_ account: AccountAddress) -> [UInt8] { [tombstones] + account.bytes }

    /// An account that may become a validator.
    static func admission(_ account: AccountAddress) -> [UInt8] { [admissions] + account.bytes }

    /// A bond that is free at this time, in nanoseconds. First the time, so that those that are free stand together.
    static func unbonding(_ time: UInt64, _ account: AccountAddress) -> [UInt8] {
        [unbonding] + bigEndian(time) + account.bytes
    }

    static func proposal(_ number: UInt64) -> [UInt8] { [proposals] + bigEndian(number) }

    /// A proposal that is not decided. First the height at which it expires, so that those that do stand together.
    static func openProposal(_ expiry: Height, _ number: UInt64) -> [UInt8] {
        [openProposals] + bigEndian(UInt64(bitPattern: expiry.rawValue)) + bigEndian(number)
    }

    /// When a validator last signed.
    static func presence(_ address: Address) -> [UInt8] { [presence] + address.bytes }

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
