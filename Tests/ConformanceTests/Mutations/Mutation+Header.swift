import Chain
import Conformance
import Cryptography
import Execution
import Wire

extension Hash? {
    /// Another hash, by chance.
    func flipped(_ generator: inout SplitMix64) -> Hash? {
        Hash((self?.bytes ?? [UInt8](repeating: 0, count: Hash.size)).flippingBit(&generator))
    }
}

extension BlockID {
    func flipped(_ generator: inout SplitMix64) -> BlockID {
        BlockID(hash: hash.flipped(&generator), partSetHeader: partSetHeader)
    }
}

extension Mutation {
    /// Fields of the header that do not fit the state.
    static let header: [Mutation] = [
        .header("block protocol", fails: .header) { header, _, _, _ in
            header.version = BlockVersion(block: 12, app: header.version.app)
        },
        .header("application's version", fails: .version) { header, _, _, _ in
            header.version = BlockVersion(app: header.version.app + 1)
        },
        .header("other chain", fails: .chainID) { header, _, _, _ in header.chainID = "other-chain" },
        .header("long name of the chain", fails: .header) { header, _, _, _ in
            header.chainID = ChainID(ByteString([UInt8](repeating: 97, count: 51)))
        },
        .header("height zero", fails: .header) { header, _, _, _ in header.height = 0 },
        .header("height left out", fails: .height) { header, _, _, _ in header.height = header.height.next },
        .header("height far ahead", fails: .height) { header, _, _, _ in header.height = Height(.max) },
        .header("last block's id", fails: .lastBlockID) { header, _, _, generator in
            header.lastBlockID = header.lastBlockID.flipped(&generator)
        },
        .header("last block's parts", fails: .lastBlockID) { header, _, _, generator in
            let parts = header.lastBlockID.partSetHeader
            header.lastBlockID = BlockID(
                hash: header.lastBlockID.hash,
                partSetHeader: PartSetHeader(total: parts.total + 1, hash: parts.hash.flipped(&generator)))
        },
        .header("application's hash", fails: .appHash) { header, _, _, generator in
            header.appHash = AppHash(header.appHash.bytes.flippingBit(&generator))
        },
        .header("empty application's hash", fails: .appHash) { header, _, _, _ in header.appHash = .empty },
        .header("parameters' hash", fails: .consensusHash) { header, _, _, generator in
            header.consensusHash = header.consensusHash.flipped(&generator)
        },
        .header("results' hash", fails: .lastResultsHash) { header, _, _, generator in
            header.lastResultsHash = header.lastResultsHash.flipped(&generator)
        },
        .header("validators' hash", fails: .validatorsHash) { header, _, _, generator in
            header.validatorsHash = header.validatorsHash.flipped(&generator)
        },
        .header("next validators' hash", fails: .nextValidatorsHash) { header, _, _, generator in
            header.nextValidatorsHash = header.nextValidatorsHash.flipped(&generator)
        },
        .header("strange proposer", fails: .proposer) { header, _, _, generator in
            header.proposerAddress = header.proposerAddress.flatMap { Address($0.bytes.flippingBit(&generator)) }
        },
        .header("no proposer", fails: .header) { header, _, _, _ in header.proposerAddress = nil },
        .header("a nanosecond late", fails: .time) { header, _, _, _ in
            header.time = header.time.adding(nanoseconds: 1)
        },
        .header("an hour late", fails: .time) { header, _, _, _ in
            header.time = header.time.adding(nanoseconds: 3_600_000_000_000)
        },
        .block("not after the last block", fails: .block(.timeOrder)) { laboratory, index, block, _ in
            index == 0 ? nil : block.with { $0.time = laboratory.state(index).lastBlockTime }
        },
        .block("before the last block", fails: .block(.timeOrder)) { laboratory, index, block, _ in
            index == 0
                ? nil : block.with { $0.time = laboratory.state(index).lastBlockTime.adding(nanoseconds: -1_000_000) }
        },
    ]

    /// Contents that the header does not commit to.
    static let contents: [Mutation] = [
        .header("data hash", fails: .dataHash) { header, _, _, generator in
            header.dataHash = header.dataHash.flipped(&generator)
        },
        .header("last commit's hash", fails: .lastCommitHash) { header, _, _, generator in
            header.lastCommitHash = header.lastCommitHash.flipped(&generator)
        },
        .header("evidence's hash", fails: .evidenceHash) { header, _, _, generator in
            header.evidenceHash = header.evidenceHash.flipped(&generator)
        },
        .block("transaction added", fails: .block(.dataHash)) { _, _, block, _ in
            block.replacing(block.data.transactions + [Transaction(Array("a=b".utf8))])
        },
        .block("transaction dropped", fails: .block(.dataHash)) { _, _, block, _ in
            block.data.transactions.isEmpty ? nil : block.replacing(block.data.transactions.dropLast())
        },
        .block("transactions swapped", fails: .block(.dataHash)) { _, _, block, generator in
            block.swappingTransactions(&generator).map { block.replacing($0) }
        },
        .block("transaction changed", fails: .block(.dataHash)) { _, _, block, generator in
            var transactions = block.data.transactions
            guard let index = transactions.indices.randomElement(using: &generator) else { return nil }
            transactions[index] = Transaction(transactions[index].bytes.flippingBit(&generator))
            return block.replacing(transactions)
        },
        .block("no last commit", fails: .block(.lastCommit)) { _, _, block, _ in
            Block(header: block.header, data: block.data, evidence: block.evidence, lastCommit: nil)
        },
        .block("evidence dropped", fails: .block(.evidenceHash)) { _, _, block, _ in
            block.evidence.isEmpty
                ? nil : Block(header: block.header, data: block.data, evidence: [], lastCommit: block.lastCommit)
        },
        .stored("bit of the block", fails: "block's encoding", "deciding commit") { stored, generator in
            stored.block = stored.block.flippingBit(&generator)
            return true
        },
        .stored("block cut short", fails: "block's encoding") { stored, generator in
            stored.block = Array(stored.block.prefix(Int.random(in: 0..<stored.block.count, using: &generator)))
            return true
        },
        .stored("field that nobody knows", fails: "deciding commit") { stored, _ in
            stored.block += [0x78, 0x01]
            return true
        },
    ]
}

extension Block {
    /// The block with other transactions under the same header.
    func replacing(_ transactions: [Transaction]) -> Block {
        Block(header: header, data: BlockData(transactions), evidence: evidence, lastCommit: lastCommit)
    }

    /// The transactions with two different ones in each other's place; nil when there are none.
    func swappingTransactions(_ generator: inout SplitMix64) -> [Transaction]? {
        var transactions = data.transactions
        guard let first = transactions.indices.randomElement(using: &generator),
            let second = transactions.indices.filter({ transactions[$0] != transactions[first] })
                .randomElement(using: &generator)
        else { return nil }
        transactions.swapAt(first, second)
        return transactions
    }
}
