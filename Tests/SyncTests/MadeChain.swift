import Chain
import Cryptography
import PeerMessages
import Sync
import Testing

/// A chain that a test made: every block signed by the validators of its height.
struct MadeChain {
    static let id: ChainID = "made"
    let blocks: [Block]
    let commits: [ExtendedCommit]
    let parameters: ABCIParameters
    private let sets: [ValidatorSet]

    /// - Parameters:
    ///   - count: Blocks, from height 1 on.
    ///   - changeAt: The height from which on other validators sign.
    ///   - extensionsFrom: The height from which on precommits carry extensions; 0 for never.
    ///   - bytes: Bytes in each block's only transaction.
    init(_ count: Int, changeAt: Int = .max, extensionsFrom: Int64 = 0, bytes: Int = 20) throws {
        let old = try MadeChain.keys(1...4)
        let new = try MadeChain.keys(3...7)
        let oldSet = try MadeChain.set(old)
        let newSet = try MadeChain.set(new)
        parameters = ABCIParameters(voteExtensionsEnableHeight: Height(extensionsFrom))
        var blocks: [Block] = []
        var commits: [ExtendedCommit] = []
        var last = Commit.empty
        var lastID = BlockID.none
        for height in 1...Int64(count) {
            let (keys, set) = height >= changeAt ? (new, newSet) : (old, oldSet)
            let block = MadeChain.block(height, set, after: last, lastID, bytes: bytes)
            let id = BlockID(hash: block.hash, partSetHeader: block.partSet().header)
            let commit = try MadeChain.commit(
                id, height, set, keys, isExtended: extensionsFrom > 0 && height >= extensionsFrom)
            blocks.append(block)
            commits.append(commit)
            (last, lastID) = (commit.commit, id)
        }
        self.blocks = blocks
        self.commits = commits
        sets = (1...Int64(count) + 2).map { $0 >= changeAt ? newSet : oldSet }
    }

    var count: Int { blocks.count }

    func block(_ height: Height) -> Block { blocks[Int(height.rawValue) - 1] }

    func id(_ height: Height) -> BlockID { commits[Int(height.rawValue) - 1].blockID }

    func response(_ height: Height) -> BlockResponse {
        BlockResponse(
            block: block(height),
            extendedCommit: parameters.voteExtensionsEnabled(at: height) ? commits[Int(height.rawValue) - 1] : nil)
    }

    func point(_ next: Height, isIndispensable: Bool = false, bytesMaximum: Int64 = 4_194_304) -> SyncPoint {
        SyncPoint(
            chainID: MadeChain.id, next: next, validators: sets[Int(next.rawValue) - 1],
            nextValidators: sets[Int(next.rawValue)], faultModel: .byzantine, parameters: parameters,
            blockBytesMaximum: bytesMaximum, isIndispensable: isIndispensable)
    }

    func validators(_ height: Height) -> ValidatorSet { sets[Int(height.rawValue) - 1] }

    // MARK: Making

    private static func keys(_ seeds: ClosedRange<UInt8>) throws -> [Ed25519PrivateKey] {
        try seeds.map { try #require(Ed25519PrivateKey(seed: Array(repeating: $0, count: 32))) }
    }

    private static func set(_ keys: [Ed25519PrivateKey]) throws -> ValidatorSet {
        try ValidatorSet(keys.map { Validator(publicKey: .ed25519($0.publicKey), votingPower: 10) })
    }

    private static func block(
        _ height: Int64, _ set: ValidatorSet, after last: Commit, _ lastID: BlockID, bytes: Int
    ) -> Block {
        let text = Array("height=\(height)".utf8)
        let transaction = Transaction(text + [UInt8](repeating: 0x2E, count: max(0, bytes - text.count)))
        var block = Block(height: Height(height), transactions: [transaction], lastCommit: last, evidence: [])
        block.header.chainID = MadeChain.id
        block.header.time = .unixEpoch.adding(nanoseconds: height * 1_000_000_000)
        block.header.lastBlockID = lastID
        block.header.validatorsHash = set.hash
        block.header.nextValidatorsHash = set.hash
        block.header.proposerAddress = set.validators[0].address
        return block
    }

    private static func commit(
        _ id: BlockID, _ height: Int64, _ set: ValidatorSet, _ keys: [Ed25519PrivateKey], isExtended: Bool
    ) throws -> ExtendedCommit {
        let signatures = try set.validators.enumerated().map { index, validator in
            let key = try #require(keys.first { .ed25519($0.publicKey) == validator.publicKey })
            var vote = Vote(
                type: .precommit, height: Height(height), round: 0, blockID: id,
                timestamp: .unixEpoch.adding(nanoseconds: height * 1_000_000_000 + Int64(index)),
                validatorAddress: validator.address, validatorIndex: Int32(index), signature: .empty,
                extension: isExtended ? [UInt8(index)] : [], extensionSignature: .empty)
            vote.signature = key.sign(vote.signBytes(chainID: MadeChain.id))
            let extensionSignature =
                isExtended ? key.sign(vote.extensionSignBytes(chainID: MadeChain.id)) : Signature.empty
            return ExtendedCommitSig(
                commitSig: CommitSig(
                    flag: .commit, validatorAddress: validator.address, timestamp: vote.timestamp,
                    signature: vote.signature),
                extension: vote.extension, extensionSignature: extensionSignature)
        }
        return ExtendedCommit(height: Height(height), round: 0, blockID: id, signatures: signatures)
    }
}
