import ABCI
import Chain
import Cryptography
import RPC
import Testing
import Wire

/// A chain of a few blocks, each with one transaction, that nobody has signed.
struct StubChain: ChainView {
    let base: Height
    let height: Height
    var isIndexingTransactions = true
    private let blocks: [Block]
    private let set: ValidatorSet
    /// The first validator's key.
    let key: PublicKey

    init(base: Int64 = 1, height: Int64 = 5, validators: UInt8 = 3) throws {
        self.base = Height(base)
        self.height = Height(height)
        let keys = try (1...validators).map { index in
            PublicKey.ed25519(
                try #require(Ed25519PrivateKey(seed: [UInt8](repeating: index, count: 32))).publicKey)
        }
        key = keys[0]
        set = try ValidatorSet(keys.map { Validator(publicKey: $0, votingPower: 1) })
        blocks = (height == 0 ? [] : Array(1...height)).map { [set] in StubChain.block(Height($0), set) }
    }

    private static func block(_ height: Height, _ set: ValidatorSet) -> Block {
        var block = Block(
            height: height, transactions: [StubChain.transaction(at: height)], lastCommit: .empty, evidence: [])
        block.header = Header(
            version: BlockVersion(app: 1), chainID: "stub", height: height,
            time: Timestamp(seconds: 1_700_000_000 + height.rawValue, nanoseconds: 0) ?? .unixEpoch,
            lastBlockID: .none, lastCommitHash: block.header.lastCommitHash, dataHash: block.header.dataHash,
            validatorsHash: set.hash, nextValidatorsHash: set.hash, consensusHash: set.hash, appHash: .empty,
            lastResultsHash: nil, evidenceHash: block.header.evidenceHash, proposerAddress: set.proposer?.address)
        return block
    }

    static func transaction(at height: Height) -> Transaction {
        Transaction(Array("key\(height)=value".utf8))
    }

    func block(at height: Height) -> Block? {
        height < base ? nil : blocks.first { $0.height == height }
    }

    func meta(at height: Height) -> BlockMeta? {
        block(at: height).map { BlockMeta(block: $0, parts: PartSetHeader(total: 1, hash: $0.hash)) }
    }

    func height(ofBlock hash: Hash) -> Height? {
        blocks.first { $0.hash == hash }?.height
    }

    func commit(at height: Height) -> Commit? {
        block(at: height.next) == nil ? nil : Commit(height: height, round: 0, blockID: .none, signatures: [])
    }

    func seenCommit(at height: Height) -> Commit? {
        block(at: height) == nil ? nil : Commit(height: height, round: 1, blockID: .none, signatures: [])
    }

    func validators(at height: Height) -> ValidatorSet? { set }

    func parameters(at height: Height) -> ConsensusParameters? { ConsensusParameters() }

    func results(at height: Height) -> ResponseFinalizeBlock? {
        block(at: height).map { _ in ResponseFinalizeBlock(txResults: [ExecTxResult(code: 3)]) }
    }

    func transaction(_ hash: Hash) -> TxResult? {
        for block in blocks {
            for (index, transaction) in block.data.transactions.enumerated() where transaction.hash == hash {
                return TxResult(
                    height: block.height, index: UInt32(index), tx: transaction, result: ExecTxResult(code: 3))
            }
        }
        return nil
    }
}
