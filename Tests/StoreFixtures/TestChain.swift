package import ABCI
package import Chain
package import Cryptography
package import Evidence
package import Execution
package import Store

/// A chain in memory: what a store is given, and what it must give back. Its signatures are random bytes, which a store
/// does not look at.
package struct TestChain {
    private var generator: SeededGenerator
    package private(set) var state: ChainState
    package private(set) var records: [BlockRecord] = []
    /// The application's entries after the last block.
    package private(set) var entries: [[UInt8]: [UInt8]] = [:]
    package let genesisChanges: [StagedChange]
    package let hasExtensions: Bool

    package init(
        seed: UInt64 = 1, validators: Int = 3, initialHeight: Height = 1, hasExtensions: Bool = false,
        parameters: ConsensusParameters = ConsensusParameters()
    ) throws {
        generator = SeededGenerator(seed)
        self.hasExtensions = hasExtensions
        var list: [GenesisValidator] = []
        for index in 0..<validators {
            list.append(GenesisValidator(publicKey: try TestChain.key(index), power: VotingPower(Int64(10 + index))))
        }
        let genesis = GenesisDocument(
            time: Timestamp(seconds: 1_700_000_000, nanoseconds: 0) ?? .unixEpoch, chainID: "store-test",
            initialHeight: initialHeight, consensusParameters: parameters, validators: list)
        state = try ChainState(genesis: genesis).afterInitChain(ResponseInitChain())
        genesisChanges = [StagedChange(key: Array("genesis".utf8), value: [1, 2, 3])]
        entries[Array("genesis".utf8)] = [1, 2, 3]
    }

    package static func key(_ index: Int) throws -> PublicKey {
        var seed = [UInt8](repeating: 7, count: 32)
        seed[0] = UInt8(truncatingIfNeeded: index)
        seed[1] = UInt8(truncatingIfNeeded: index >> 8)
        return .ed25519(try Ed25519PrivateKey(seed: seed).orThrow().publicKey)
    }

    /// Adds a block with these transactions and an answer to them, and what the application changed.
    @discardableResult
    package mutating func grow(
        _ transactions: [[UInt8]] = [], changes: [StagedChange] = [], updates: [ValidatorUpdate] = [],
        parameters: ConsensusParametersUpdate? = nil, evidence: EvidenceChanges = EvidenceChanges()
    ) throws -> BlockRecord {
        let block = try state.makeBlock(
            transactions: transactions.map { Transaction($0) }, lastCommit: records.last?.seenCommit.commit ?? .empty,
            evidence: EvidenceList([]), proposer: try state.validators.proposer.orThrow().address)
        let parts = block.partSet()
        let id = BlockID(hash: block.hash, partSetHeader: parts.header)
        let response = ResponseFinalizeBlock(
            txResults: transactions.enumerated().map { ExecTxResult(code: UInt32($0 % 2), data: $1) },
            validatorUpdates: updates, consensusParamUpdates: parameters, appHash: AppHash(generator.bytes(32)))
        let seen = commit(id, at: block.height, time: block.header.time)
        state = try BlockTransition(from: state, blockID: id, block: block, answer: response).state
        for change in changes { entries[change.key] = change.value }
        let record = BlockRecord(
            block: block, parts: parts, seenCommit: seen, response: response, state: state, changes: changes,
            evidence: evidence)
        records.append(record)
        return record
    }

    private mutating func commit(_ id: BlockID, at height: Height, time: Timestamp) -> ExtendedCommit {
        let signatures = state.validators.validators.map { validator in
            ExtendedCommitSig(
                commitSig: CommitSig(
                    flag: .commit, validatorAddress: validator.address, timestamp: time.adding(.seconds(1)),
                    signature: Signature(generator.bytes(64))),
                extension: hasExtensions ? generator.bytes(5) : [],
                extensionSignature: Signature(hasExtensions ? generator.bytes(64) : []))
        }
        return ExtendedCommit(height: height, round: 0, blockID: id, signatures: signatures)
    }
}

extension Optional {
    fileprivate struct Missing: Error {}

    fileprivate func orThrow() throws -> Wrapped {
        guard let self else { throw Missing() }
        return self
    }
}
