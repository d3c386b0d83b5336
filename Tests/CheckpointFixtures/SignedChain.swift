package import ABCI
package import Chain
package import Checkpoints
package import Cryptography
package import Execution
package import MerkleMap
import Wire

/// A chain whose blocks its validators really sign, with a map as its application.
package struct SignedChain {
    package struct Failure: Error {
        package init() {}
    }

    package let keys: [Ed25519PrivateKey]
    package private(set) var state: ChainState
    package private(set) var metas: [BlockMeta] = []
    package private(set) var commits: [ExtendedCommit] = []
    /// The states before each block, and after the last.
    package private(set) var states: [ChainState]
    /// The application's entries after the last but one block, sorted.
    package private(set) var entries: [MapEntry] = []
    private var latest: [MapEntry] = []

    package init(validators: Int = 4, initialHeight: Height = 1, faultModel: FaultModel = .byzantine) throws {
        var parameters = ConsensusParameters()
        parameters.faultModel = faultModel
        keys = try (0..<validators).map { number in
            var seed = [UInt8](repeating: 9, count: 32)
            seed[0] = UInt8(truncatingIfNeeded: number)
            guard let key = Ed25519PrivateKey(seed: seed) else { throw Failure() }
            return key
        }
        let genesis = GenesisDocument(
            time: Timestamp(seconds: 1_700_000_000, nanoseconds: 0) ?? .unixEpoch, chainID: "checkpoint-test",
            initialHeight: initialHeight, consensusParameters: parameters,
            validators: keys.map { GenesisValidator(publicKey: .ed25519($0.publicKey), power: 10) })
        state = try ChainState(genesis: genesis).afterInitChain(ResponseInitChain())
        states = [state]
    }

    /// Adds a block after which the application has these entries.
    package mutating func grow(_ entries: [MapEntry], updates: [ValidatorUpdate] = []) throws {
        let proposer = try state.validators.proposer.map(\.address) ?? { throw Failure() }()
        let block = try state.makeBlock(
            transactions: [], lastCommit: commits.last?.commit ?? .empty, evidence: EvidenceList([]),
            proposer: proposer)
        let parts = block.partSet()
        let id = BlockID(hash: block.hash, partSetHeader: parts.header)
        var digest = MapDigest()
        for entry in entries { guard digest.add(entry) else { throw Failure() } }
        let signers = state.validators
        let response = ResponseFinalizeBlock(
            txResults: [], validatorUpdates: updates, appHash: AppHash(digest.root.bytes))
        state = try BlockTransition(from: state, blockID: id, block: block, answer: response).state
        states.append(state)
        metas.append(
            BlockMeta(blockID: id, blockSize: Int64(parts.byteSize), header: block.header, transactionCount: 0))
        commits.append(try commit(id, block.header, signers))
        self.entries = latest
        latest = entries
    }

    private func commit(_ id: BlockID, _ header: Header, _ signers: ValidatorSet) throws -> ExtendedCommit {
        let time = header.time.adding(.seconds(1))
        let signatures = try signers.validators.enumerated().map { index, validator in
            guard let key = keys.first(where: { PublicKey.ed25519($0.publicKey) == validator.publicKey }) else {
                throw Failure()
            }
            var vote = Vote(
                type: .precommit, height: header.height, round: 0, blockID: id, timestamp: time,
                validatorAddress: validator.address, validatorIndex: Int32(index))
            vote.signature = key.sign(vote.signBytes(chainID: state.chainID))
            return ExtendedCommitSig(
                commitSig: CommitSig(
                    flag: .commit, validatorAddress: validator.address, timestamp: time, signature: vote.signature))
        }
        return ExtendedCommit(height: header.height, round: 0, blockID: id, signatures: signatures)
    }

    /// The head of a checkpoint of the last but one block.
    package func head() throws -> CheckpointHead {
        guard metas.count > 1, let last = metas.last, let lastCommit = commits.last,
            let before = state.beforeLastBlock(
                last: last.header, previous: metas[metas.count - 2],
                lastValidators: states[states.count - 3].validators,
                parameters: states[states.count - 2].consensusParameters,
                validatorsChanged: states[states.count - 2].lastHeightValidatorsChanged,
                parametersChanged: states[states.count - 2].lastHeightConsensusParametersChanged)
        else { throw Failure() }
        return CheckpointHead(
            genesisHash: SHA256.hash([1]), state: before, block: metas[metas.count - 2],
            commit: commits[commits.count - 2], nextHeader: last.header, nextCommit: lastCommit.commit)
    }

    /// Entries whose keys and values are of all lengths that matter.
    package static func entries(_ count: Int, salt: UInt8 = 0) -> [MapEntry] {
        (0..<count).map { number in
            let hash = SHA256.hash([salt] + Array("\(number)".utf8)).bytes
            let value = (0...number % 5).flatMap { _ in hash }
            return MapEntry(key: Array(hash.prefix(1 + number % 32)), value: number % 7 == 0 ? [] : value)
        }
        .sorted { $0.key.lexicographicallyPrecedes($1.key) }
        .reduce(into: []) { list, entry in if list.last?.key != entry.key { list.append(entry) } }
    }

    /// A chain of some blocks, the state of whose last but one has so many entries.
    package static func sample(_ count: Int, faultModel: FaultModel = .byzantine) throws -> SignedChain {
        var chain = try SignedChain(faultModel: faultModel)
        try chain.grow(entries(3))
        try chain.grow(entries(count))
        try chain.grow(entries(5, salt: 1))
        return chain
    }

    /// The checkpoint's bytes.
    package func checkpoint() throws -> (bytes: [UInt8], hash: Hash) {
        var encoder = CheckpointEncoder(try head())
        var bytes = encoder.begin()
        for entry in entries { bytes += try encoder.add(entry) }
        bytes += try encoder.end()
        return (bytes, encoder.hash)
    }

    /// A chain with a checkpoint of several pieces.
    package static func large(pieces: Int = 4) throws -> SignedChain {
        let value = [UInt8](repeating: 5, count: 100_000)
        var chain = try SignedChain()
        try chain.grow([])
        try chain.grow((0..<11 * pieces - 2).map { MapEntry(key: [UInt8($0 / 200), UInt8($0 % 200)], value: value) })
        try chain.grow([])
        return chain
    }

    /// The checkpoint's outline.
    package func outline() throws -> CheckpointOutline { try SignedChain.outline(of: checkpoint().bytes) }

    /// What peers are given of the checkpoint, by number.
    package func pieces() throws -> [[UInt8]] {
        let bytes = try checkpoint().bytes
        let outline = try SignedChain.outline(of: bytes)
        let places = outline.places()
        return try [outline.protobuf]
            + outline.pieces.enumerated().map { number, piece in
                let chunk = Array(bytes[places[number]..<places[number] + CheckpointOutline.chunkBytes(piece)])
                guard let body = outline.body(number, ofChunk: chunk) else { throw Failure() }
                return body
            }
    }

    private static func outline(of bytes: [UInt8]) throws -> CheckpointOutline {
        try CheckpointOutline(fileOf: bytes.count) { place, count in
            Array(bytes[min(place, bytes.count)...].prefix(count))
        }
    }
}
