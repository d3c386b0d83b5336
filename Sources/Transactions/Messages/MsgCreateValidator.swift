package import Cryptography
package import Wire

/// What a validator says of itself (`cosmos.staking.v1beta1.Description`).
package struct ValidatorDescription: Hashable, Sendable {
    /// The most bytes of each of the texts (cosmos-sdk `x/staking/types/validator.go`).
    static let sizeMaxima = [70, 3000, 140, 140, 280]

    package var moniker: ByteString
    package var identity: ByteString
    package var website: ByteString
    package var securityContact: ByteString
    package var details: ByteString

    package init(
        moniker: ByteString, identity: ByteString = "", website: ByteString = "", securityContact: ByteString = "",
        details: ByteString = ""
    ) {
        self.moniker = moniker
        self.identity = identity
        self.website = website
        self.securityContact = securityContact
        self.details = details
    }
}

extension ValidatorDescription: ProtobufEncodable {
    static let schema = MessageSchema(
        "cosmos.staking.v1beta1.Description",
        [
            FieldSchema(1, "moniker", .string), FieldSchema(2, "identity", .string),
            FieldSchema(3, "website", .string), FieldSchema(4, "security_contact", .string),
            FieldSchema(5, "details", .string),
        ])

    init(_ message: StrictMessage) throws(TransactionError) {
        for (field, maximum) in zip(ValidatorDescription.schema.fields, ValidatorDescription.sizeMaxima) {
            let size = message.bytes(field.number).count
            if size > maximum {
                throw TransactionError(
                    .invalidRequest, "\(field.name): \(size) bytes, at most \(maximum): invalid request")
            }
        }
        self.init(
            moniker: message.string(1), identity: message.string(2), website: message.string(3),
            securityContact: message.string(4), details: message.string(5))
        if moniker.isEmpty {
            throw TransactionError(.invalidRequest, "empty description: a moniker is needed: invalid request")
        }
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.string(1, moniker)
        writer.string(2, identity)
        writer.string(3, website)
        writer.string(4, securityContact)
        writer.string(5, details)
    }
}

/// Makes the signer's account the operator of a validator and bonds coins (`cosmos.staking.v1beta1`).
package struct MsgCreateValidator: RegistryMessageBody {
    static let commissionSchema = MessageSchema(
        "cosmos.staking.v1beta1.CommissionRates",
        [
            FieldSchema(1, "rate", .fraction), FieldSchema(2, "max_rate", .fraction),
            FieldSchema(3, "max_change_rate", .fraction),
        ])
    package static let schema = MessageSchema(
        "cosmos.staking.v1beta1.MsgCreateValidator",
        [
            FieldSchema(1, "description", .message(ValidatorDescription.schema)),
            FieldSchema(2, "commission", .message(commissionSchema)),
            FieldSchema(3, "min_self_delegation", .string),
            FieldSchema(4, "delegator_address", .string),
            FieldSchema(5, "validator_address", .string),
            FieldSchema(6, "pubkey", .any(KeySchemas.all)),
            FieldSchema(7, "value", .message(Coin.schema)),
        ])

    package var description: ValidatorDescription
    package var commission: CommissionRates
    package var minimumSelfDelegation: Amount
    /// The operator's account again, as clients before SDK 0.50 send it; usually not there.
    package var delegator: AccountAddress?
    /// Written `daonvaloper1…`.
    package var validator: AccountAddress
    /// The validator's consensus key.
    package var publicKey: Ed25519PublicKey
    package var value: Coin

    package init(
        description: ValidatorDescription, commission: CommissionRates, minimumSelfDelegation: Amount = 1,
        validator: AccountAddress, publicKey: Ed25519PublicKey, value: Coin
    ) {
        self.description = description
        self.commission = commission
        self.minimumSelfDelegation = minimumSelfDelegation
        self.validator = validator
        self.publicKey = publicKey
        self.value = value
    }

    package init(_ message: StrictMessage) throws(TransactionError) {
        guard let description = message.message(1), let rates = message.message(2), let key = message.message(6),
            let coin = message.message(7)
        else {
            throw TransactionError(
                .invalidRequest, "description, commission, pubkey and value are needed: invalid request")
        }
        self.description = try ValidatorDescription(description)
        commission = try CommissionRates(rates)
        guard let minimum = Amount(message.string(3)), !minimum.isZero else {
            throw TransactionError(
                .invalidRequest, "minimum self delegation must be a positive integer: invalid request")
        }
        minimumSelfDelegation = minimum
        delegator = try message.ifNotEmpty(4) { text throws(TransactionError) in try AccountAddress(text) }
        validator = try AccountAddress(message.string(5), prefix: AccountAddress.operatorPrefix)
        publicKey = try KeySchemas.consensusKey(key)
        value = try Coin(coin)
        if let delegator, delegator != validator {
            throw TransactionError(
                .invalidRequest, "delegator_address: not the account of validator_address: invalid request")
        }
        if value.amount < minimumSelfDelegation {
            throw TransactionError(.invalidRequest, "value: below min_self_delegation: invalid request")
        }
    }

    package var signer: AccountAddress { validator }

    package func encode(into writer: inout ProtobufWriter) {
        writer.message(1, description)
        writer.message(2, commission)
        writer.text(3, minimumSelfDelegation.description)
        writer.address(4, delegator)
        writer.text(5, validator.operatorText)
        writer.any(6, KeySchemas.ed25519.typeURL, KeyBytes(bytes: publicKey.bytes))
        writer.message(7, value)
    }
}

extension CommissionRates {
    init(_ message: StrictMessage) throws(TransactionError) {
        guard let rate = Fraction(wire: message.string(1)), let maximum = Fraction(wire: message.string(2)),
            let change = Fraction(wire: message.string(3)), rate <= maximum, change <= maximum
        else {
            throw TransactionError(
                .invalidRequest, "commission: rate and max_change_rate are at most max_rate: invalid request")
        }
        self.init(rate: rate, maximum: maximum, changeMaximum: change)
    }
}
