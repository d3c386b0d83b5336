package import ABCI
package import Chain
import Cryptography
import JSON
import MerkleMap
import Transactions
import Wire

extension ContentRegistry {
    /// The whole state as a genesis's `app_state`: with the same state always the same text.
    ///
    /// A chain that begins with it has the same app hash, because the hash depends on nothing but what the map holds.
    ///
    /// - Parameter height: One of the last hundred; nil for the last.
    /// - Returns: The text, and the app hash after that height.
    package func exportState(
        at height: Height? = nil
    ) throws(ApplicationError) -> (appState: [UInt8], appHash: AppHash) {
        let last = try last()
        guard let map = try last.map.at(height ?? last.last.height) else {
            throw ApplicationError(
                "the state of height \(height ?? 0) is not there: the last height is \(last.last.height), and "
                    + "\(MerkleMap.historyHeights) are kept")
        }
        return (try StateExport(map: map).text(), AppHash(map.rootHash.bytes))
    }
}

/// Writes a state as JSON, entry after entry.
private struct StateExport {
    let map: MerkleMap

    func text() throws(ApplicationError) -> [UInt8] {
        var writer = JSONWriter()
        writer.append(verbatim: #"{"auth":{"accounts":"#)
        try list(&writer, StateKey.accounts, account)
        writer.append(verbatim: #"},"bank":{"balances":"#)
        writer.append(.array(try balances()))
        writer.append(verbatim: #","supply":"#)
        writer.append(coins(try map.coins([StateKey.supply])))
        writer.append(verbatim: #"},"contentregistry":{"admissions":"#)
        try list(&writer, StateKey.admissions, admission)
        writer.append(verbatim: #","former_keys":"#)
        try list(&writer, StateKey.formerKeys, formerKey)
        writer.append(verbatim: #","halt":"#)
        writer.append(try halt())
        writer.append(verbatim: #","last_proposal":"#)
        let lastProposal = try map.value(of: StateKey.lastProposal).flatMap { StateKey.number(bigEndian: $0) }
        writer.append(.decimal(lastProposal ?? 0))
        writer.append(verbatim: #","params":"#)
        writer.append(try map.parameters().genesisJSON)
        writer.append(verbatim: #","proposals":"#)
        try list(&writer, StateKey.proposals) { (entry) in .base64(entry.value) }
        writer.append(verbatim: #","records":"#)
        try list(&writer, StateKey.order, record)
        // Nothing where there is none, so that a chain of an older version is exported as its programs read it.
        if try !map.entries(in: KeyRange(prefix: [StateKey.revokedKeys]), limit: 1).isEmpty {
            writer.append(verbatim: #","revoked_keys":"#)
            try list(&writer, StateKey.revokedKeys, revokedKey)
        }
        writer.append(verbatim: #","tombstones":"#)
        try list(&writer, StateKey.tombstones, admission)
        writer.append(verbatim: #","unbonding":"#)
        try list(&writer, StateKey.unbonding, unbonding)
        writer.append(verbatim: #","unordered":"#)
        try list(&writer, StateKey.unordered, unordered)
        writer.append(verbatim: #","validators":"#)
        try list(&writer, StateKey.validators, validator)
        writer.append(verbatim: "}}")
        return writer.bytes
    }

    private func list(
        _ writer: inout JSONWriter, _ kind: UInt8, _ json: (MapEntry) throws(ApplicationError) -> JSONValue
    ) throws(ApplicationError) {
        writer.append(verbatim: "[")
        var isFirst = true
        try map.forEach([kind]) { (entry) throws(ApplicationError) in
            if !isFirst { writer.append(verbatim: ",") }
            isFirst = false
            writer.append(try json(entry))
        }
        writer.append(verbatim: "]")
    }

    private func address(_ key: [UInt8]) throws(ApplicationError) -> AccountAddress {
        guard let address = AccountAddress(key.dropFirst().prefix(Address.size)) else {
            throw StoredValue.damage("account")
        }
        return address
    }

    private func account(_ entry: MapEntry) throws(ApplicationError) -> JSONValue {
        let account = try StoredValue.decode(Account.self, entry.value, of: "account")
        return .members(
            ("@type", .text("/cosmos.auth.v1beta1.BaseAccount")), ("address", .text(try address(entry.key).text)),
            ("pub_key", account.publicKey?.cosmosJSON ?? .null), ("account_number", .decimal(account.number)),
            ("sequence", .decimal(account.sequence)))
    }

    /// Balances by account; the entries of one stand together.
    private func balances() throws(ApplicationError) -> [JSONValue] {
        var accounts: [(address: AccountAddress, coins: [Coin])] = []
        try map.forEach([StateKey.balances]) { (entry) throws(ApplicationError) in
            let address = try address(entry.key)
            let coin = try Coin(entry, after: 1 + Address.size)
            if accounts.last?.address == address {
                accounts[accounts.count - 1].coins.append(coin)
            } else {
                accounts.append((address, [coin]))
            }
        }
        return accounts.map { account in
            .members(("address", .text(account.address.text)), ("coins", coins(account.coins)))
        }
    }

    private func coins(_ coins: [Coin]) -> JSONValue {
        .array(
            coins.map { coin in
                .members(("denom", .string(coin.denomination)), ("amount", .text(coin.amount.description)))
            })
    }

    private func record(_ entry: MapEntry) throws(ApplicationError) -> JSONValue {
        guard let work = Hash(entry.value).map({ ContentHash($0) }), let record = try map.record(of: work) else {
            throw StoredValue.damage("list of records")
        }
        return record.exportJSON(work, history: try map.history(of: work, record))
    }

    private func revokedKey(_ entry: MapEntry) throws(ApplicationError) -> JSONValue {
        try RevokedKey(entry).exportJSON(of: address(entry.key))
    }

    private func unordered(_ entry: MapEntry) throws(ApplicationError) -> JSONValue {
        guard let timeout = StateKey.number(bigEndian: entry.key.dropFirst().prefix(8)),
            let signer = AccountAddress(entry.key.dropFirst(9))
        else { throw StoredValue.damage("list of unordered transactions") }
        return .members(("address", .text(signer.text)), ("timeout", .decimal(timeout)))
    }

    private func validator(_ entry: MapEntry) throws(ApplicationError) -> JSONValue {
        let validator = try StoredValue.decode(BondedValidator.self, entry.value, of: "validator")
        return .members(
            leavingOutNil: ("consensus_pubkey", validator.publicKey.cosmosJSON),
            ("operator_address", validator.operatorAddress.map { .text($0.operatorText) }),
            ("power", .decimal(validator.power.rawValue)), ("tokens", .text(validator.bond.description)),
            ("moniker", validator.moniker.isEmpty ? nil : .string(validator.moniker)),
            ("since", validator.since == 0 ? nil : .decimal(validator.since.rawValue)),
            ("key_since", validator.keySince == 0 ? nil : .decimal(validator.keySince.rawValue)),
            ("tombstoned", validator.isTombstoned ? .bool(true) : nil),
            (
                "signed_window",
                try map.value(of: StateKey.presence(validator.address)).flatMap { StateKey.number(bigEndian: $0) }
                    .map { JSONValue.decimal($0) }
            ))
    }

    /// Of an admission or a tombstone: who, and since which height.
    private func admission(_ entry: MapEntry) throws(ApplicationError) -> JSONValue {
        guard let height = StateKey.number(bigEndian: entry.value) else { throw StoredValue.damage("admission") }
        return .members(("address", .text(try address(entry.key).text)), ("height", .decimal(height)))
    }

    private func formerKey(_ entry: MapEntry) throws(ApplicationError) -> JSONValue {
        let former = try StoredValue.decode(FormerKey.self, entry.value, of: "former key")
        return .members(
            leavingOutNil: ("consensus_address", .text(Hex.uppercase(Array(entry.key.dropFirst())))),
            ("operator_address", former.account.map { .text($0.operatorText) }),
            ("ended", .decimal(former.ended.rawValue)), ("dead", .bool(former.isDead)))
    }

    private func halt() throws(ApplicationError) -> JSONValue {
        guard let bytes = try map.value(of: StateKey.halt) else { return .null }
        let plan = try StoredValue.decode(HaltPlan.self, bytes, of: "halt height")
        return .members(("height", .decimal(plan.height.rawValue)), ("upgrade", .string(plan.upgrade)))
    }

    private func unbonding(_ entry: MapEntry) throws(ApplicationError) -> JSONValue {
        guard let time = StateKey.number(bigEndian: entry.key.dropFirst().prefix(8)),
            let account = AccountAddress(entry.key.dropFirst(9)), let amount = Amount(stored: entry.value)
        else { throw StoredValue.damage("bond") }
        return .members(
            ("address", .text(account.text)), ("time", .decimal(time)), ("amount", .text(amount.description)))
    }
}
