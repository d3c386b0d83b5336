import ABCI
import Chain
import ContentRegistry
import Cryptography
import JSON
import PeerMessages
import RESTGateway
import RPC
import Synchronization
import Testing
import Transactions
import Wire

/// The entries that an application has staged, in memory.
private final class MemoryState: StateReader {
    private let entries = Mutex<[[UInt8]: [UInt8]]>([:])

    func value(of key: [UInt8]) throws(ApplicationError) -> [UInt8]? { entries.withLock { $0[key] } }

    func apply(_ changes: [StagedChange]) {
        entries.withLock { entries in
            for change in changes { entries[change.key] = change.value }
        }
    }
}

/// Blocks in memory, as a node has stored them.
struct MemoryChain: ChainView {
    var blocks: [(block: Block, response: ResponseFinalizeBlock)] = []
    /// Blocks that are gone.
    var pruned = 0
    let set: ValidatorSet
    let isIndexingTransactions = true

    var base: Height { blocks.isEmpty ? 0 : Height(Int64(pruned + 1)) }
    var height: Height { Height(Int64(blocks.count)) }

    func block(at height: Height) -> Block? {
        let index = Int(height.rawValue) - 1
        return index >= pruned && blocks.indices.contains(index) ? blocks[index].block : nil
    }

    func meta(at height: Height) -> BlockMeta? {
        block(at: height).map { BlockMeta(block: $0, parts: PartSetHeader(total: 1, hash: $0.hash)) }
    }

    func height(ofBlock hash: Hash) -> Height? { blocks.first { $0.block.hash == hash }?.block.height }
    func commit(at height: Height) -> Commit? { block(at: height.next)?.lastCommit }
    func seenCommit(at height: Height) -> Commit? { nil }
    func validators(at height: Height) -> ValidatorSet? { set }
    func parameters(at height: Height) -> ConsensusParameters? { blocks.isEmpty ? nil : ConsensusParameters() }
    func results(at height: Height) -> ResponseFinalizeBlock? {
        block(at: height).map { _ in blocks[Int(height.rawValue) - 1].response }
    }

    func transaction(_ hash: Hash) -> TxResult? {
        for (block, response) in blocks {
            for (index, transaction) in block.data.transactions.enumerated() where transaction.hash == hash {
                return TxResult(
                    height: block.height, index: UInt32(index), tx: transaction, result: response.txResults[index])
            }
        }
        return nil
    }
}

/// A node that runs the registry without consensus: what is sent to it waits until a test makes a block of it.
final class RegistryNode: NodeView {
    static let chainID: ChainID = "daon-test-1"
    /// What the mempool says to everything; nil to ask the application.
    let refusal = Mutex<String?>(nil)
    let isCatchingUp: Bool

    private struct State {
        var application: ContentRegistry
        var chain: MemoryChain
        var waiting: [Transaction] = []
    }

    private let state: Mutex<State>
    private let memory = MemoryState()
    let validatorKey: Ed25519PrivateKey

    /// A chain of one validator, operated by the first of these keys, whose accounts have a thousand `stake` each.
    init(_ keys: [Secp256k1PrivateKey], isCatchingUp: Bool = false) throws {
        self.isCatchingUp = isCatchingUp
        validatorKey = try #require(Ed25519PrivateKey(seed: [UInt8](repeating: 9, count: 32)))
        let validator = RegistryGenesis.Validator(
            operatorKey: keys[0], consensusKey: validatorKey.publicKey, moniker: "first", memo: "")
        let genesis = try RegistryGenesis(
            chainID: RegistryNode.chainID, validators: [validator],
            apiAccount: AccountAddress(.secp256k1(keys[1].publicKey))
        ).appState().serialized()
        var application = try ContentRegistry(reader: memory)
        _ = try application.initChain(
            RequestInitChain(
                time: RegistryNode.time(0), chainID: RegistryNode.chainID,
                validators: [ValidatorUpdate(pubKey: .ed25519(validatorKey.publicKey), power: 1000)],
                appStateBytes: genesis, initialHeight: 1))
        memory.apply(application.stagedChanges)
        let set = try ValidatorSet([
            Validator(publicKey: .ed25519(validatorKey.publicKey), votingPower: VotingPower(1000))
        ])
        state = Mutex(State(application: application, chain: MemoryChain(set: set)))
    }

    static func time(_ height: Int64) -> Timestamp {
        Timestamp(seconds: 1_780_000_000 + height, nanoseconds: 250_000_000) ?? .unixEpoch
    }

    var chain: MemoryChain { state.withLock { $0.chain } }

    /// Makes a block of what waits and of these.
    func block(_ transactions: [UInt8]..., evidence: [Evidence] = []) throws {
        try state.withLock { state in
            let all = state.waiting + transactions.map { Transaction($0) }
            state.waiting = []
            let height = state.chain.height.next
            let time = RegistryNode.time(height.rawValue)
            let response = try state.application.finalizeBlock(
                RequestFinalizeBlock(txs: all, height: height, time: time))
            memory.apply(state.application.stagedChanges)
            _ = try state.application.commit()
            let set = state.chain.set
            let vote = CommitSig(
                flag: .commit, validatorAddress: set.validators[0].address, timestamp: time,
                signature: Signature([UInt8](repeating: 1, count: 64)))
            let commit =
                height == 1 ? .empty : Commit(height: height.previous, round: 0, blockID: .none, signatures: [vote])
            var block = Block(height: height, transactions: all, lastCommit: commit, evidence: evidence)
            block.header = Header(
                version: BlockVersion(app: 1), chainID: RegistryNode.chainID, height: height, time: time,
                lastBlockID: .none, lastCommitHash: block.header.lastCommitHash, dataHash: block.header.dataHash,
                validatorsHash: set.hash, nextValidatorsHash: set.hash, consensusHash: set.hash,
                appHash: response.appHash, lastResultsHash: nil, evidenceHash: block.header.evidenceHash,
                proposerAddress: set.proposer?.address)
            state.chain.blocks.append((block, response))
        }
    }

    func prune(_ count: Int) { state.withLock { $0.chain.pruned = count } }

    // MARK: NodeView

    func status() -> StatusInformation {
        StatusInformation(
            node: NodeInfo(
                protocolVersion: ProtocolVersion(p2p: 8, block: 11, app: 1),
                id: "6acc4e300c5e5c24bbfb9278d588bb7cbc152eb9", listenAddress: "tcp://127.0.0.1:26656",
                network: RegistryNode.chainID.text, version: "0.38.25+daon.0.1.0",
                channels: [0x40, 0x20].map(ChannelID.init), moniker: "stub",
                other: NodeInfoOther(transactionIndex: "on", rpcAddress: "tcp://127.0.0.1:26657")),
            latest: nil, earliest: nil, isCatchingUp: isCatchingUp, publicKey: .ed25519(validatorKey.publicKey),
            votingPower: 1)
    }

    func networkInformation() async -> NetInformation { NetInformation(isListening: true, listeners: [], peers: []) }
    func consensus() -> ConsensusInformation? { nil }
    func mempool(first limit: Int) -> MempoolInformation {
        MempoolInformation(count: 0, byteCount: 0, transactions: [])
    }
    func genesis() -> GenesisInformation { GenesisInformation(text: Array("{}".utf8)) }
    func withChain<Result>(_ body: (any ChainView) throws -> Result) throws -> Result { try body(chain) }
    func applicationInformation() async throws -> ResponseInfo { ResponseInfo() }

    func query(_ request: RequestQuery) async throws -> ResponseQuery {
        if NodeQuestions.has(request.path) { return try NodeQuestions.answer(request, in: chain) }
        return try state.withLock { $0.application }.query(request)
    }

    func transactions(changing work: ByteString) throws -> [Hash] {
        let request = RequestQuery(data: RecordRequest(contentHash: work).protobuf, path: QueryPath.history)
        let response = try state.withLock { $0.application }.query(request)
        return response.code == 0 ? try HistoryAnswer(protobuf: response.value).items.map(\.transactionHash) : []
    }

    func check(_ transaction: Transaction) async throws -> ResponseCheckTx {
        var copy = state.withLock { $0.application }
        return try copy.checkTx(RequestCheckTx(tx: transaction))
    }

    func submit(
        _ transaction: Transaction, until stage: SubmissionStage,
        _ answer: @escaping @Sendable (Result<ResponseCheckTx, any Error>) -> Void
    ) {
        if let refusal = refusal.withLock({ $0 }) { return answer(.failure(Refusal(description: refusal))) }
        answer(
            Result {
                try state.withLock { state in
                    let check = try state.application.checkTx(RequestCheckTx(tx: transaction))
                    if check.code == 0 { state.waiting.append(transaction) }
                    return stage == .taken ? ResponseCheckTx() : check
                }
            })
    }

    private struct Refusal: Error, CustomStringConvertible {
        let description: String
    }

    func submitAndCommit(_ transaction: Transaction) async throws -> CommittedTransaction {
        throw Refusal(description: "nobody waits here")
    }

    func submit(_ evidence: Evidence) async throws { throw Refusal(description: "not here") }
}

/// An answer of the gateway.
struct RESTAnswer: CustomStringConvertible {
    let status: Int
    let text: String

    var description: String { "\(status) \(text)" }

    /// The value under these names, numbers being places in arrays; nil when it is not there.
    subscript(path: String...) -> JSONValue? {
        var value = try? JSONValue(parsing: Array(text.utf8))
        for name in path {
            switch value {
            case .object(let object): value = object[ByteString(name)]
            case .array(let elements):
                guard let index = Int(name), elements.indices.contains(index) else { return nil }
                value = elements[index]
            default: return nil
            }
        }
        return value
    }
}

extension Gateway {
    func get(_ target: String, method: String = "GET") async -> RESTAnswer {
        await ask(HTTPQuestion(method: method, target: target, host: "localhost:1317"))
    }

    func post(_ target: String, _ body: String) async -> RESTAnswer {
        await ask(
            HTTPQuestion(
                method: "POST", target: target, host: "localhost:1317", contentType: "application/json",
                body: Array(body.utf8)))
    }

    private func ask(_ question: HTTPQuestion) async -> RESTAnswer {
        let answer = await plan(question).answerWaiting()
        return RESTAnswer(status: answer.status, text: String(decoding: answer.body, as: UTF8.self))
    }
}
