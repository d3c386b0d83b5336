import ABCI
import Chain
import Cryptography
import Execution
import JSON
package import KVStore
import Wire

/// Imports a captured chain and compares what comes of each block with what the node had stored.
///
/// A value: copies taken between blocks go on by themselves.
package struct CapturedChainRunner: Sendable {
    /// The import so far.
    package private(set) var chain: ChainImport<KVStore>

    /// Begins the chain with its genesis and compares the first state.
    ///
    /// - Throws: Why there is no chain to begin.
    package init(_ captured: CapturedChain, _ checker: inout Checker) throws {
        let document = try GenesisDocument(json: captured.genesis)
        let genesis = try document.completed(now: document.time)
        var software = ChainState.softwareVersion
        if let bytes = captured.genesisState {
            // The one thing taken over from what is stored: the name of the software that wrote the state.
            software = try ChainState(protobuf: ProtobufReader(bytes)).version.software
            let first = try ChainState(genesis: genesis, software: software)
            checker.expect("genesis state", bytes: bytes, first.protobuf)
        }
        chain = try ChainImport(genesis: genesis, application: KVStore(), software: software)
    }

    /// Compares the block's height with the state, imports the block and compares what came of it.
    ///
    /// - Parameter next: The block that follows, which carries this one's canonical commit.
    /// - Returns: Whether the block was taken. After one that was not, the chain has no next block.
    package mutating func add(_ stored: CapturedBlock, next: CapturedBlock?, _ checker: inout Checker) -> Bool {
        let place = "height \(stored.height)"
        var isTaken = false
        checker.at(place) { checker in
            try compareState(stored, &checker)
            let seen = try decodedCommit(stored, &checker)
            let result: ImportedBlock
            do throws(ChainImportError) {
                result = try chain.add(DecidedBlock(bytes: stored.block, commit: seen))
            } catch {
                return checker.fail(error.check.description, expected: "accepted", actual: error.reason)
            }
            isTaken = true
            checker.record("import", true, expected: "", actual: "")
            try compare(result, stored, &checker)
            try compareCanonicalCommit(result, stored, next, &checker)
        }
        return isTaken
    }

    /// Compares the state that the last block led to.
    package func finish(_ captured: CapturedChain, _ checker: inout Checker) {
        checker.at("after the last block") { checker in
            checker.expect("last block's height", captured.lastBlockHeight, chain.state.lastBlockHeight.rawValue)
            checker.expect("application's hash", bytes: captured.appHash, chain.state.appHash.bytes)
            if let bytes = captured.finalState {
                checker.expect("final state", bytes: bytes, chain.state.protobuf)
            }
            if let validators = captured.finalNextValidators {
                checker.expect("next validators", json: validators, chain.state.nextValidators.json)
            }
        }
    }

    /// What the state says of the height before its block is there.
    private func compareState(_ stored: CapturedBlock, _ checker: inout Checker) throws {
        let state = chain.state
        checker.expect("validators", bytes: stored.validators, state.validators.protobuf)
        let entries = state.validators.validators.map { validator in
            CapturedBlock.ValidatorEntry(
                address: validator.address, power: validator.votingPower,
                priority: validator.proposerPriority.rawValue)
        }
        checker.expect("validators' priorities", stored.validatorEntries, entries)
        checker.expect("proposer of round 0", stored.proposer, state.validators.proposer?.address)
        checker.expect("consensus parameters", bytes: stored.parameters, state.consensusParameters.protobuf)
    }

    /// The commit that decided the block, with extensions where they were stored.
    private func decodedCommit(_ stored: CapturedBlock, _ checker: inout Checker) throws -> DecidingCommit {
        let seen = try Commit(protobuf: ProtobufReader(stored.seenCommit))
        checker.expect("seen commit's protobuf", bytes: stored.seenCommit, seen.protobuf)
        let isExtended = chain.state.consensusParameters.abci.voteExtensionsEnabled(at: stored.height)
        checker.expect("extended commit's presence", isExtended, stored.extendedCommit != nil)
        guard let bytes = stored.extendedCommit else { return .plain(seen) }
        let extended = try ExtendedCommit(protobuf: ProtobufReader(bytes))
        checker.expect("extended commit's protobuf", bytes: bytes, extended.protobuf)
        checker.expect("extended commit without extensions", seen, extended.commit)
        return .extended(extended)
    }

    private func compare(_ result: ImportedBlock, _ stored: CapturedBlock, _ checker: inout Checker) throws {
        let header = result.blockID.partSetHeader
        checker.expect("height", stored.height, result.block.height)
        checker.expect("block's protobuf", bytes: stored.block, result.block.protobuf)
        checker.expect("block's hash", stored.hash, result.blockID.hash)
        checker.expect("part set's total", stored.partSetTotal, header.total)
        checker.expect("part set's hash", stored.partSetHash, header.hash)
        let meta = BlockMeta(block: result.block, parts: header)
        checker.expect("block meta", bytes: stored.meta, meta.protobuf)
        checker.expect("application's answer", bytes: stored.finalizeBlockResponse, result.answer.protobuf)
        checker.expect("results' hash", stored.resultsHash, chain.state.lastResultsHash)
    }

    /// The canonical commit is the one that the next block carries; this height's validators made it.
    private func compareCanonicalCommit(
        _ result: ImportedBlock, _ stored: CapturedBlock, _ next: CapturedBlock?, _ checker: inout Checker
    ) throws {
        checker.expect("canonical commit's presence", next != nil, stored.canonicalCommit != nil)
        guard let bytes = stored.canonicalCommit, let next else { return }
        let canonical = try Commit(protobuf: ProtobufReader(bytes))
        checker.expect("canonical commit's protobuf", bytes: bytes, canonical.protobuf)
        let carried = try Block(protobuf: ProtobufReader(next.block)).lastCommit
        checker.expect("canonical commit", canonical, carried)
    }
}
