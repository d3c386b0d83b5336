import ABCI
import Chain
import ContentRegistry
import Cryptography
import Synchronization
import Transactions
import Wire

/// The entries that an application has staged, in memory.
final class MemoryState: StateReader {
    private let entries = Mutex<[[UInt8]: [UInt8]]>([:])

    func value(of key: [UInt8]) throws(ApplicationError) -> [UInt8]? { entries.withLock { $0[key] } }

    func apply(_ changes: [StagedChange]) {
        entries.withLock { entries in
            for change in changes { entries[change.key] = change.value }
        }
    }

    var count: Int { entries.withLock { $0.count } }

    /// Bytes of all keys and values.
    var size: Int { entries.withLock { $0.reduce(0) { $0 + $1.key.count + $1.value.count } } }

    func copy() -> MemoryState {
        let copy = MemoryState()
        let all = entries.withLock { $0 }
        copy.entries.withLock { $0 = all }
        return copy
    }
}

/// A key that signs, with what the chain knows of its account.
struct Wallet {
    let key: Secp256k1PrivateKey
    var number: UInt64 = 0
    var sequence: UInt64 = 0

    /// The wallet with this number, always the same.
    init(_ index: Int, number: UInt64 = 0, sequence: UInt64 = 0) {
        let seed = SHA256.hash(Array("wallet \(index)".utf8)).bytes
        guard let key = Secp256k1PrivateKey(seed) else { fatal("a hash is a key") }
        self.key = key
        self.number = number
        self.sequence = sequence
    }

    var address: AccountAddress { AccountAddress(.secp256k1(key.publicKey)) }
}

func fatal(_ text: String) -> Never { fatalError(text) }

/// A chain of one application: blocks go in, results come out, what is staged is made durable.
struct RegistryChain {
    static let chainID: ChainID = "daon-test-1"
    static let begin = timestamp(1_780_000_000)

    var application: ContentRegistry
    let state: MemoryState
    var height: Height
    var time: Timestamp

    /// A chain with these accounts, numbered from 0, with these balances of `stake`.
    init(
        _ wallets: [Wallet], balance: UInt64 = 1_000, parameters: String = newest, state: MemoryState = MemoryState(),
        known: RegistryVersion = .newest
    ) throws {
        let accounts = wallets.enumerated().map { index, wallet in
            #"{"@type":"/cosmos.auth.v1beta1.BaseAccount","address":"\#(wallet.address)","account_number":"\#(index)","sequence":"0"}"#
        }
        let balances = wallets.map { wallet in
            #"{"address":"\#(wallet.address)","coins":[{"denom":"stake","amount":"\#(balance)"}]}"#
        }
        try self.init(
            appState: """
                {"auth":{"accounts":[\(accounts.joined(separator: ","))]},
                "bank":{"balances":[\(balances.joined(separator: ","))]},"contentregistry":{"params":\(parameters)}}
                """, state: state, known: known)
    }

    /// The parameters of a chain that begins with a version of the messages; all else is as always.
    static func parameters(_ version: RegistryVersion) -> String { #"{"registry_version":"\#(version)"}"# }

    /// What new chains begin with.
    static let newest = parameters(.newest)

    init(
        appState: String, state: MemoryState = MemoryState(), initialHeight: Height = 1, time: Timestamp = begin,
        validators: [ValidatorUpdate] = [validator], faultModel: FaultModel = .byzantine,
        parameters: ConsensusParametersUpdate? = nil, known: RegistryVersion = .newest
    ) throws {
        self.state = state
        application = try ContentRegistry(reader: state, known: known)
        _ = try application.initChain(
            RequestInitChain(
                time: time, chainID: RegistryChain.chainID, consensusParams: parameters, validators: validators,
                appStateBytes: Array(appState.utf8), initialHeight: initialHeight, faultModel: faultModel))
        state.apply(application.stagedChanges)
        height = initialHeight.previous
        self.time = time
    }

    static let validator = ValidatorUpdate(pubKey: .ed25519(validatorKey(1).publicKey), power: 10)

    static func validatorKey(_ index: UInt8) -> Ed25519PrivateKey {
        guard let key = Ed25519PrivateKey(seed: [UInt8](repeating: index, count: 32)) else {
            fatal("32 bytes are a seed")
        }
        return key
    }

    var appHash: AppHash {
        get throws { try application.info(RequestInfo()).lastBlockAppHash }
    }

    /// Executes a block and commits it.
    @discardableResult
    mutating func block(
        _ transactions: [[UInt8]] = [], after seconds: Int64 = 1, commit: CommitInfo = CommitInfo(),
        misbehavior: [Misbehavior] = []
    ) throws -> ResponseFinalizeBlock {
        height = height.next
        time = time.adding(.seconds(seconds))
        let response = try application.finalizeBlock(
            RequestFinalizeBlock(
                txs: transactions.map { Transaction($0) }, decidedLastCommit: commit, misbehavior: misbehavior,
                height: height, time: time))
        state.apply(application.stagedChanges)
        _ = try application.commit()
        return response
    }

    /// Executes one transaction in a block of its own.
    mutating func deliver(_ transaction: [UInt8]) throws -> ExecTxResult {
        try block([transaction]).txResults[0]
    }

    mutating func check(_ transaction: [UInt8], at time: Timestamp = .zero) throws -> ResponseCheckTx {
        try application.checkTx(RequestCheckTx(tx: Transaction(transaction), localTime: time))
    }

    func query(_ path: ByteString, _ data: [UInt8] = [], height: Height = 0, prove: Bool = false) throws
        -> ResponseQuery
    {
        try application.query(RequestQuery(data: data, path: path, height: height, prove: prove))
    }

    /// Another process that opens the same store.
    ///
    /// - Parameter known: The newest version of the messages that its program knows.
    func restarted(known: RegistryVersion = .newest) throws -> RegistryChain {
        var other = self
        other.application = try ContentRegistry(reader: state, known: known)
        return other
    }
}

func timestamp(_ seconds: Int64) -> Timestamp {
    guard let time = Timestamp(seconds: seconds) else { fatal("seconds in range") }
    return time
}

extension Wallet {
    /// A transaction of these messages, in the order of the account's sequence, which moves on.
    mutating func sign(_ messages: RegistryMessage..., gas: UInt64 = 3_000_000) -> [UInt8] {
        defer { sequence += 1 }
        return signed(TransactionBody(messages: messages), gas: gas)
    }

    /// An unordered transaction.
    func unordered(_ messages: RegistryMessage..., until timeout: Timestamp) -> [UInt8] {
        var copy = self
        copy.sequence = 0
        return copy.signed(TransactionBody(messages: messages, isUnordered: true, timeoutTimestamp: timeout))
    }

    func signed(_ body: TransactionBody, gas: UInt64 = 3_000_000, chainID: ChainID = RegistryChain.chainID) -> [UInt8] {
        TransactionBuilder(body, fee: Fee(gasLimit: gas))
            .signed(by: key, chainID: chainID, accountNumber: number, sequence: sequence)
    }
}

/// A work that is always the same for the same number.
func work(_ index: Int, owner: AccountAddress? = nil, isNew: Bool = true) -> Work {
    var work = Work(
        contentHash: contentHash(index), license: license("liberation_v1"), platform: "api", owner: owner)
    if isNew {
        work.contentKind = .text
        work.aiTrainingPolicy = .prohibited
        work.detailsCommitment = SHA256.hash(Array("details \(index)".utf8))
    }
    return work
}

func contentHash(_ index: Int) -> ContentHash { ContentHash(SHA256.hash(Array("work \(index)".utf8))) }

func license(_ name: ByteString) -> License {
    guard let license = try? License(name) else { fatal("a licence of the registry") }
    return license
}

func register(_ wallet: Wallet, _ work: Work) -> RegistryMessage {
    .register(MsgRegisterContent(creator: wallet.address, work: work))
}

extension ExecTxResult {
    /// The value of an attribute of the first event of this type.
    func attribute(_ type: ByteString, _ key: ByteString) -> ByteString? {
        events.first { $0.type == type }?.attributes.first { $0.key == key }?.value
    }

    func response(_ index: Int = 0) throws -> [UInt8] { try TxMsgData(protobuf: data).responses[index].value }

    var eventTypes: [ByteString] { events.map(\.type) }
}
