import ABCI
import Chain
import Cryptography
import MerkleMap
import Transactions
import Wire

/// The registry's state, entry by entry, over a map of bytes.
///
/// What nearly every transaction changes is kept decoded and goes into the map at the end of the block.
struct RegistryState: Sendable {
    private var buffer: StateBuffer
    private(set) var parameters: RegistryParameters
    private var parametersBefore: RegistryParameters
    private(set) var counters: Counters
    /// As they were at the checkpoint.
    private var countersBefore: Counters
    private let storedCounters: Counters
    /// The version of messages that this block takes: what a vote changes holds from the next block on.
    let messageVersion: RegistryVersion
    /// The validators as they are now, in the order of their addresses; nil until somebody asks.
    private var validatorList: [BondedValidator]?
    private var validatorListBefore: [BondedValidator]?
    /// Proposals that are not decided, by expiry and number; nil until somebody asks.
    private var openList: [OpenProposal]?
    private var openListBefore: [OpenProposal]?

    /// Numbers that count what is there.
    struct Counters: Hashable, Sendable {
        var statistics = RegistryStatistics()
        var nextAccountNumber: UInt64 = 0
        /// Registrations in this block so far; not stored.
        var registrations: UInt32 = 0
    }

    init(_ map: MerkleMap) throws(ApplicationError) {
        buffer = StateBuffer(map)
        parameters =
            try RegistryState.read(RegistryParameters.self, StateKey.parameters, "parameters", map)
            ?? RegistryParameters()
        counters = Counters(
            statistics: try RegistryState.read(RegistryStatistics.self, StateKey.statistics, "statistics", map)
                ?? RegistryStatistics(),
            nextAccountNumber: try map.value(of: StateKey.nextAccountNumber)
                .flatMap { StateKey.number(bigEndian: $0) } ?? 0)
        countersBefore = counters
        storedCounters = counters
        messageVersion = parameters.registryVersion
        parametersBefore = parameters
    }

    private static func read<Value: ProtobufDecodable>(
        _ type: Value.Type, _ key: [UInt8], _ name: String, _ map: MerkleMap
    ) throws(ApplicationError) -> Value? {
        guard let bytes = try map.value(of: key) else { return nil }
        return try StoredValue.decode(type, bytes, of: name)
    }

    /// From here on `rollBack` takes back everything.
    mutating func checkpoint() {
        buffer.checkpoint()
        countersBefore = counters
        parametersBefore = parameters
        validatorListBefore = validatorList
        openListBefore = openList
    }

    mutating func rollBack() {
        buffer.rollBack()
        counters = countersBefore
        parameters = parametersBefore
        validatorList = validatorListBefore
        openList = openListBefore
    }

    /// The map as it is now.
    func applied() throws(ApplicationError) -> MerkleMap {
        var last = buffer
        if counters.statistics != storedCounters.statistics {
            last.set(StateKey.statistics, counters.statistics.protobuf)
        }
        if counters.nextAccountNumber != storedCounters.nextAccountNumber {
            last.set(StateKey.nextAccountNumber, StateKey.bigEndian(counters.nextAccountNumber))
        }
        return try last.applied()
    }

    mutating func entry<Value: ProtobufDecodable>(
        _ type: Value.Type, _ key: [UInt8], _ name: @autoclosure () -> String
    ) throws(ApplicationError) -> Value? {
        guard let bytes = try buffer.value(of: key) else { return nil }
        return try StoredValue.decode(type, bytes, of: name())
    }

    mutating func value(of key: [UInt8]) throws(ApplicationError) -> [UInt8]? { try buffer.value(of: key) }

    /// Sets an entry, or removes it.
    mutating func put(_ key: [UInt8], _ value: [UInt8]?) { buffer.set(key, value) }

    /// Entries as they were before the block.
    func committedEntries(in range: KeyRange) throws(ApplicationError) -> [MapEntry] {
        try buffer.base.entries(in: range, limit: .max)
    }

    // MARK: Parameters

    mutating func set(_ parameters: RegistryParameters) {
        self.parameters = parameters
        buffer.set(StateKey.parameters, parameters.protobuf)
    }

    // MARK: Accounts

    mutating func account(_ address: AccountAddress) throws(ApplicationError) -> Account? {
        try entry(Account.self, StateKey.account(address), "account \(address)")
    }

    mutating func set(_ account: Account, of address: AccountAddress) {
        buffer.set(StateKey.account(address), account.protobuf)
        if account.number >= counters.nextAccountNumber { counters.nextAccountNumber = account.number &+ 1 }
    }

    /// The account of an address; from now on there is one.
    @discardableResult
    mutating func ensureAccount(_ address: AccountAddress) throws(ApplicationError) -> Account {
        if let account = try account(address) { return account }
        let account = Account(number: counters.nextAccountNumber, sequence: 0)
        set(account, of: address)
        return account
    }

    mutating func balance(of address: AccountAddress, _ denomination: ByteString) throws(ApplicationError) -> Amount {
        try amount(StateKey.balance(address, denomination))
    }

    mutating func setBalance(of address: AccountAddress, _ coin: Coin) {
        setAmount(StateKey.balance(address, coin.denomination), coin.amount)
    }

    mutating func supply(of denomination: ByteString) throws(ApplicationError) -> Amount {
        try amount(StateKey.supply(of: denomination))
    }

    mutating func setSupply(_ coin: Coin) {
        setAmount(StateKey.supply(of: coin.denomination), coin.amount)
    }

    mutating func amount(_ key: [UInt8]) throws(ApplicationError) -> Amount {
        guard let bytes = try buffer.value(of: key) else { return .zero }
        guard let amount = Amount(stored: bytes) else { throw StoredValue.damage("balance") }
        return amount
    }

    mutating func setAmount(_ key: [UInt8], _ amount: Amount) {
        buffer.set(key, amount.isZero ? nil : amount.stored)
    }

    // MARK: Validators and proposals

    /// The validators as they are now, in the order of their addresses.
    mutating func validators() throws(ApplicationError) -> [BondedValidator] {
        if let validatorList { return validatorList }
        var list: [BondedValidator] = []
        for entry in try committedEntries(in: KeyRange(prefix: [StateKey.validators])) {
            list.append(try StoredValue.decode(BondedValidator.self, entry.value, of: "validator"))
        }
        validatorList = list
        return list
    }

    /// Adds a validator, or changes the one with its key.
    mutating func set(_ validator: BondedValidator) throws(ApplicationError) {
        var list = try validators()
        let place = list.firstIndex { $0.address >= validator.address } ?? list.count
        if place < list.count && list[place].address == validator.address {
            list[place] = validator
        } else {
            list.insert(validator, at: place)
        }
        validatorList = list
        buffer.set(StateKey.validator(validator.address), validator.protobuf)
    }

    /// Takes a validator out, with what is known of its signatures.
    mutating func remove(_ validator: BondedValidator) throws(ApplicationError) {
        validatorList = try validators().filter { $0.address != validator.address }
        buffer.set(StateKey.validator(validator.address), nil)
        buffer.set(StateKey.presence(validator.address), nil)
    }

    /// Where proposals that are not decided stand.
    mutating func openProposals() throws(ApplicationError) -> [OpenProposal] {
        if let openList { return openList }
        var list: [OpenProposal] = []
        for entry in try committedEntries(in: KeyRange(prefix: [StateKey.openProposals])) {
            guard let place = OpenProposal(key: entry.key) else { throw StoredValue.damage("list of proposals") }
            list.append(place)
        }
        openList = list
        return list
    }

    mutating func proposal(_ number: UInt64) throws(ApplicationError) -> ProposalEntry? {
        try entry(ProposalEntry.self, StateKey.proposal(number), "proposal \(number)")
    }

    /// Writes a proposal, and its place among those that are not decided.
    mutating func set(_ proposal: ProposalEntry) throws(ApplicationError) {
        let place = OpenProposal(expiry: proposal.message.expiryHeight, number: proposal.number)
        var list = try openProposals()
        let isListed = list.contains(place)
        let isOpen = proposal.outcome == .open
        if isOpen && !isListed {
            list.insert(place, at: list.firstIndex { place < $0 } ?? list.count)
        } else if !isOpen && isListed {
            list.removeAll { $0 == place }
        }
        openList = list
        buffer.set(StateKey.proposal(proposal.number), proposal.protobuf)
        if isOpen != isListed {
            // An entry needs a value.
            buffer.set(StateKey.openProposal(place.expiry, place.number), isOpen ? [1] : nil)
        }
    }

    // MARK: Unordered transactions

    mutating func isUsed(_ timeout: UInt64, by signer: AccountAddress) throws(ApplicationError) -> Bool {
        try buffer.value(of: StateKey.unordered(timeout: timeout, signer)) != nil
    }

    mutating func use(_ timeout: UInt64, by signer: AccountAddress) {
        buffer.set(StateKey.unordered(timeout: timeout, signer), [1])
    }

    /// Forgets those whose time has passed: no block may hold them any more.
    mutating func forgetUnordered(before time: UInt64) throws(ApplicationError) {
        let passed = KeyRange(from: [StateKey.unordered], upTo: [StateKey.unordered] + StateKey.bigEndian(time))
        for entry in try buffer.base.entries(in: passed, limit: .max) { buffer.set(entry.key, nil) }
    }

    // MARK: Records

    mutating func record(of work: ContentHash) throws(ApplicationError) -> ContentRecord? {
        try entry(ContentRecord.self, StateKey.record(work), "record of \(work)")
    }

    /// Adds a record and its places in the lists.
    mutating func add(_ record: ContentRecord, of work: ContentHash) {
        buffer.set(StateKey.record(work), record.protobuf)
        buffer.set(StateKey.order(record.place), work.hash.bytes)
        buffer.set(StateKey.owned(by: record.owner, record.place), work.hash.bytes)
        counters.statistics.records += 1
        counters.statistics.add(record.license)
    }

    /// Whether a record was registered at this place.
    mutating func isTaken(_ place: RecordPlace) throws(ApplicationError) -> Bool {
        try buffer.value(of: StateKey.order(place)) != nil
    }

    /// The next place of this block.
    mutating func nextPlace(at height: Height) -> RecordPlace {
        defer { counters.registrations += 1 }
        return RecordPlace(height: UInt64(bitPattern: height.rawValue), index: counters.registrations)
    }

    /// Changes a record, and notes it in its history.
    mutating func change(_ work: ContentHash, from old: ContentRecord, to new: ContentRecord, _ change: RecordChange) {
        var record = new
        buffer.set(StateKey.history(work, record.changes), change.protobuf)
        record.changes += 1
        record.revision = change.revision
        buffer.set(StateKey.record(work), record.protobuf)
        if old.owner != record.owner {
            buffer.set(StateKey.owned(by: old.owner, old.place), nil)
            buffer.set(StateKey.owned(by: record.owner, record.place), work.hash.bytes)
        }
        if case .ownership = change.kind { counters.statistics.transfers += 1 }
        if old.license != record.license {
            counters.statistics.remove(old.license)
            counters.statistics.add(record.license)
        }
    }

    /// For the genesis: entries that are already what they should be.
    mutating func restore(_ change: RecordChange, number: UInt64, of work: ContentHash) {
        buffer.set(StateKey.history(work, number), change.protobuf)
        if case .ownership = change.kind { counters.statistics.transfers += 1 }
    }
}
