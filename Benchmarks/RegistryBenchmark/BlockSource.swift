import Chain
import ContentRegistry
import Cryptography
import Transactions
import Wire

/// Signed registrations, as the API sends them: unordered transactions of one account, of works with all that they can have
/// but a custom licence, for 5,000 owners in turn.
struct BlockSource {
    static let chainID: ChainID = "benchmark"
    private static let owners = 5_000

    private let key: Secp256k1PrivateKey
    private let creator: AccountAddress
    private(set) var registered = 0

    init(_ key: Secp256k1PrivateKey) {
        self.key = key
        creator = AccountAddress(.secp256k1(key.publicKey))
    }

    /// The transactions of a block.
    ///
    /// - Parameters:
    ///   - records: Works in all of them.
    ///   - works: Of each.
    mutating func transactions(records: Int, works: Int, at time: Timestamp) -> [Transaction] {
        var transactions: [Transaction] = []
        let end = registered + records
        while registered < end {
            let last = min(registered + works, end)
            transactions.append(transaction(registered..<last, at: time))
            registered = last
        }
        return transactions
    }

    private func transaction(_ numbers: Range<Int>, at time: Timestamp) -> Transaction {
        let works = numbers.compactMap { number -> Work? in
            guard let license = try? License("liberation_v1") else { return nil }
            let owner = SHA256.hash(Array("owner \(number % BlockSource.owners)".utf8)).bytes.prefix(20)
            return Work(
                contentHash: ContentHash(SHA256.hash(Array("work \(number)".utf8))), license: license, platform: "api",
                owner: AccountAddress(owner), detailsCommitment: SHA256.hash(Array("details \(number)".utf8)),
                aiTrainingPolicy: .prohibited, contentKind: .text)
        }
        let message: RegistryMessage =
            if works.count == 1, let work = works.first {
                .register(MsgRegisterContent(creator: creator, work: work))
            } else {
                .registerBatch(MsgRegisterContentBatch(creator: creator, works: works))
            }
        let body = TransactionBody(
            messages: [message], isUnordered: true,
            timeoutTimestamp: time.adding(nanoseconds: 60_000_000_000 + Int64(numbers.lowerBound)))
        return Transaction(
            TransactionBuilder(body, fee: Fee(gasLimit: 2_000_000))
                .signed(by: key, chainID: BlockSource.chainID, accountNumber: 0, sequence: 0))
    }
}
