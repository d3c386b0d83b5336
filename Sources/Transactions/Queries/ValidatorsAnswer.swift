package import Chain
package import Cryptography
package import Wire

/// The validators of the registry's chain, and who is about to come or go.
package struct ValidatorsAnswer: Hashable, Sendable {
    /// A validator.
    package struct Entry: Hashable, Sendable {
        /// nil when the genesis names only the key.
        package var account: AccountAddress?
        package var publicKey: PublicKey
        package var power: VotingPower
        /// In `stake`.
        package var bond: Amount
        package var moniker: ByteString
        /// The block that made it a validator; 0 for those of the genesis.
        package var since: Height
        /// Whether it equivocated and goes as soon as the others can do without it.
        package var isTombstoned: Bool
        /// The last block that holds a signature of it, give or take four; 0 for none.
        package var lastSigned: Height
        /// Whether it signed one of the last blocks.
        package var isPresent: Bool

        package init(
            account: AccountAddress?, publicKey: PublicKey, power: VotingPower, bond: Amount = 0,
            moniker: ByteString = "", since: Height = 0, isTombstoned: Bool = false, lastSigned: Height = 0,
            isPresent: Bool = false
        ) {
            self.account = account
            self.publicKey = publicKey
            self.power = power
            self.bond = bond
            self.moniker = moniker
            self.since = since
            self.isTombstoned = isTombstoned
            self.lastSigned = lastSigned
            self.isPresent = isPresent
        }
    }

    /// A bond of somebody who is no validator any more.
    package struct Unbonding: Hashable, Sendable {
        package var account: AccountAddress
        /// When it is free, in nanoseconds since 1970.
        package var time: UInt64
        /// In `stake`.
        package var amount: Amount

        package init(account: AccountAddress, time: UInt64, amount: Amount) {
            self.account = account
            self.time = time
            self.amount = amount
        }
    }

    /// In the order of the addresses of their keys.
    package var validators: [Entry]
    /// Who may become a validator.
    package var admitted: [AccountAddress]
    package var unbonding: [Unbonding]

    package init(_ validators: [Entry] = [], admitted: [AccountAddress] = [], unbonding: [Unbonding] = []) {
        self.validators = validators
        self.admitted = admitted
        self.unbonding = unbonding
    }
}

extension ValidatorsAnswer: ProtobufCodable {
    /// Longer lists of leaving bonds are cut.
    package static let unbondingMaximum = 1000

    package func encode(into writer: inout ProtobufWriter) {
        for validator in validators { writer.message(1, validator) }
        for account in admitted { writer.element(2, Array(account.text.utf8)) }
        for entry in unbonding { writer.message(3, entry) }
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.append(field, to: &validators, atMost: ChainLimits.votesMaximum)
            case 2:
                guard admitted.count < ChainLimits.votesMaximum, let account = try reader.account(field) else {
                    throw .invalid("too many admitted accounts, or one without address")
                }
                admitted.append(account)
            case 3: try reader.append(field, to: &unbonding, atMost: ValidatorsAnswer.unbondingMaximum)
            default: try reader.skip(field)
            }
        }
    }
}

extension ValidatorsAnswer.Entry: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.string(1, ByteString(account?.operatorText ?? ""))
        writer.message(2, publicKey)
        writer.int64(3, power.rawValue)
        writer.string(4, ByteString(bond.description))
        writer.string(5, moniker)
        writer.int64(6, since.rawValue)
        writer.bool(7, isTombstoned)
        writer.int64(8, lastSigned.rawValue)
        writer.bool(9, isPresent)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var key: PublicKey?
        var read = (
            account: AccountAddress?.none, power: Int64(0), bond: Amount.zero, moniker: "" as ByteString,
            since: Int64(0), tombstoned: false, signed: Int64(0), present: false
        )
        while let field = try reader.nextField() {
            switch field.number {
            case 1:
                read.account = try reader.term(field) { text throws(TransactionError) in
                    try AccountAddress(text, prefix: AccountAddress.operatorPrefix)
                }
            case 2: key = try reader.decode(PublicKey.self, field)
            case 3: read.power = try reader.int64(field)
            case 4: read.bond = try reader.amount(field)
            case 5: read.moniker = try reader.string(field)
            case 6: read.since = try reader.int64(field)
            case 7: read.tombstoned = try reader.bool(field)
            case 8: read.signed = try reader.int64(field)
            case 9: read.present = try reader.bool(field)
            default: try reader.skip(field)
            }
        }
        guard let key else { throw .invalid("a validator without a key") }
        self.init(
            account: read.account, publicKey: key, power: VotingPower(read.power), bond: read.bond,
            moniker: read.moniker, since: Height(read.since), isTombstoned: read.tombstoned,
            lastSigned: Height(read.signed), isPresent: read.present)
    }
}

extension ValidatorsAnswer.Unbonding: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.string(1, ByteString(account.text))
        writer.uint64(2, time)
        writer.string(3, ByteString(amount.description))
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var account: AccountAddress?
        var time: UInt64 = 0
        var amount = Amount.zero
        while let field = try reader.nextField() {
            switch field.number {
            case 1: account = try reader.account(field)
            case 2: time = try reader.uint64(field)
            case 3: amount = try reader.amount(field)
            default: try reader.skip(field)
            }
        }
        guard let account else { throw .invalid("a bond without its owner") }
        self.init(account: account, time: time, amount: amount)
    }
}

extension ProtobufReader {
    /// An amount in decimal digits.
    fileprivate mutating func amount(_ field: ProtobufField) throws(DecodingError) -> Amount {
        let text = try string(field)
        guard let amount = Amount(text) else { throw .invalid("\(ContentHash.shown(text)): no amount") }
        return amount
    }
}
