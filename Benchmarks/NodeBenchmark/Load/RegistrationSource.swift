import Chain
import Cryptography
import Foundation
import Transactions
import Wire

/// Signed registrations, as the API sends them: unordered transactions of one account, each work with an owner, a licence,
/// a policy and the hash of its details. All are made and signed before they are sent.
struct RegistrationSource {
    enum KeyType: String, CaseIterable, Codable {
        case secp256k1
        case ed25519
    }

    /// What another process needs to go on with the same account.
    struct Progress: Codable {
        let type: KeyType
        let seed: [UInt8]
        /// That of the account; its first transaction is signed for number 0.
        var accountNumber: UInt64 = 0
        var nextWork = 0
        /// Hashes, in hexadecimal, of some of the works that were sent.
        var works: [String] = []
    }

    private static let owners = 5_000

    private let key: any TransactionKey
    private let chainID: ChainID
    var progress: Progress
    /// Of the transaction that was made last.
    private(set) var transactionBytes = 0
    /// `{"jsonrpc"…}` of each transaction.
    private var ready: ArraySlice<[UInt8]> = []

    /// - Parameter home: Of a node of the chain.
    init(_ type: KeyType, _ home: NodeHome) throws {
        try self.init(Progress(type: type, seed: (0..<32).map { _ in UInt8.random(in: 1...250) }), home)
    }

    /// Goes on where another one ended.
    init(_ progress: Progress, _ home: NodeHome) throws {
        self.progress = progress
        let key: (any TransactionKey)? =
            switch progress.type {
            case .secp256k1: Secp256k1PrivateKey(progress.seed)
            case .ed25519: Ed25519PrivateKey(seed: progress.seed)
            }
        guard let key else { throw BenchmarkError("no key") }
        self.key = key
        let genesis = try Data(contentsOf: URL(filePath: "\(home.path)/config/genesis.json"))
        let fields = try JSONSerialization.jsonObject(with: genesis) as? [String: Any]
        guard let name = fields?["chain_id"] as? String else {
            throw BenchmarkError("a genesis without a chain's name")
        }
        chainID = ChainID(ByteString(name))
    }

    /// Makes transactions until so many are ready.
    ///
    /// - Parameter works: Works of each.
    mutating func prepare(_ count: Int, works: Int) throws {
        var made = Array(ready)
        while made.count < count {
            let transaction = try transaction(works: works)
            transactionBytes = transaction.count
            made.append(try submission(of: transaction))
        }
        ready = made[...]
    }

    /// Drops what is ready and was not sent.
    mutating func clear() { ready = [] }

    /// A request that submits so many in one.
    mutating func request(_ count: Int) throws -> [UInt8] {
        if ready.count < count { throw BenchmarkError("too few transactions were made beforehand") }
        let bodies = ready.prefix(count)
        ready = ready.dropFirst(count)
        return Request.post([UInt8(ascii: "[")] + bodies.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "]")])
    }

    private func submission(of transaction: [UInt8]) throws -> [UInt8] {
        let text = Data(transaction).base64EncodedString()
        return Array(#"{"jsonrpc":"2.0","id":1,"method":"broadcast_tx_sync","params":{"tx":"\#(text)"}}"#.utf8)
    }

    private mutating func transaction(works count: Int) throws -> [UInt8] {
        let creator = AccountAddress(key.verificationKey)
        var works: [Work] = []
        for number in progress.nextWork..<progress.nextWork + count {
            // The first is the account's own, which makes the account.
            let owner =
                number == 0
                ? creator
                : AccountAddress(
                    SHA256.hash(Array("owner \(number % RegistrationSource.owners)".utf8)).bytes.prefix(20))
            works.append(
                Work(
                    contentHash: ContentHash(SHA256.hash(Array("\(creator) \(number)".utf8))),
                    license: try License("liberation_v1"), platform: "api", owner: owner,
                    detailsCommitment: SHA256.hash(Array("details \(number)".utf8)), aiTrainingPolicy: .prohibited,
                    contentKind: .text))
        }
        if works.count > 1, let work = works.first { progress.works.append(Hex.lowercase(work.contentHash.hash.bytes)) }
        let message: RegistryMessage =
            count == 1
            ? .register(MsgRegisterContent(creator: creator, work: works[0]))
            : .registerBatch(MsgRegisterContentBatch(creator: creator, works: works))
        guard let now = Timestamp(seconds: Int64(Date().timeIntervalSince1970)) else { throw BenchmarkError("no time") }
        let body = TransactionBody(
            messages: [message], isUnordered: true,
            timeoutTimestamp: now.adding(nanoseconds: 300_000_000_000 + Int64(progress.nextWork)))
        progress.nextWork += count
        return TransactionBuilder(body, fee: Fee(gasLimit: 10_000_000))
            .signed(by: key, chainID: chainID, accountNumber: progress.accountNumber, sequence: 0)
    }
}
