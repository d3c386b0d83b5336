package import ABCI
package import Chain
import Cryptography
package import Execution
import PeerMessages
package import Wire

/// Brings a chain into an application, block by block, believing nothing: each block is checked as block sync checks
/// it, executed, and made the state by which the next one is checked.
///
/// A value: a copy taken after some height goes on from there by itself.
package struct ChainImport<Importer: Application>: Sendable {
    /// The state after the last block.
    package private(set) var state: ChainState
    /// The application after the last block.
    package private(set) var application: Importer
    private var history = ImportHistory()

    /// Begins a chain: asks the application for its version and, with the genesis, for the first state (CometBFT
    /// consensus/replay.go).
    ///
    /// - Parameters:
    ///   - genesis: Completed and valid.
    ///   - software: What states name as the software that made them.
    package init(
        genesis: GenesisDocument, application: Importer, software: ByteString = ChainState.softwareVersion
    ) throws(ChainImportError) {
        self.application = application
        do throws(any Error) {
            let initial = try ChainState(genesis: genesis, software: software)
            let version = try application.info(ChainImport.information).appVersion
            let answer = try self.application.initChain(RequestInitChain(genesis: genesis))
            state = try initial.with(applicationVersion: version).afterInitChain(answer)
        } catch {
            throw ChainImportError(.genesis, error)
        }
    }

    /// The next block, checked against the commit that decided it, executed and committed.
    ///
    /// Nothing has changed when this throws, unless the application itself failed to commit.
    ///
    /// - Returns: What came of it.
    package mutating func add(_ decided: DecidedBlock) throws(ChainImportError) -> ImportedBlock {
        let (block, blockID) = try ChainImport.decode(decided.bytes)
        try check(decided.commit, of: blockID, block)
        do {
            try state.check(block)
            try state.checkEvidence(
                block.evidence, isCommitted: history.isCommitted, history: history.knowledge(of:))
        } catch {
            throw ChainImportError(.block(error.check), error)
        }
        var next = application
        let before = state
        let answer = try ChainImport.execute(block, in: before, by: &next)
        let transition: BlockTransition
        do {
            transition = try BlockTransition(from: before, blockID: blockID, block: block, answer: answer)
        } catch {
            throw ChainImportError(.answer, error)
        }
        do {
            _ = try next.commit()  // what may be pruned is the store's affair
        } catch {
            throw ChainImportError(.application, error)
        }
        application = next
        state = transition.state
        history.add(block, commit: decided.commit.commit, validators: before.validators, state: state)
        return ImportedBlock(block: block, blockID: blockID, answer: answer)
    }

    /// What the application is told of the node that asks (CometBFT proxy/version.go).
    private static var information: RequestInfo {
        RequestInfo(
            version: ChainState.softwareVersion, blockVersion: ChainLimits.blockProtocol,
            p2pVersion: ProtocolVersion.p2pCurrent,
            abciVersion: "2.0.0")
    }

    /// The block, and the id that its parts give it.
    private static func decode(_ bytes: [UInt8]) throws(ChainImportError) -> (Block, BlockID) {
        do {
            let block = try Block(protobuf: ProtobufReader(bytes))
            // Parts are over the bytes as they came: a proposer's unknown fields are part of the block.
            return (block, BlockID(hash: block.hash, partSetHeader: PartSet(splitting: bytes).header))
        } catch {
            throw ChainImportError(.encoding, error)
        }
    }

    /// A quorum of this height's validators decided the block, and with extensions where the chain has them.
    private func check(
        _ commit: DecidingCommit, of blockID: BlockID, _ block: Block
    ) throws(ChainImportError) {
        let height = block.header.height, model = state.consensusParameters.faultModel
        let isExtended = state.consensusParameters.abci.voteExtensionsEnabled(at: height)
        do {
            switch commit {
            case .extended(let commit) where isExtended:
                try state.validators.verifyExtendedCommit(
                    chainID: state.chainID, blockID: blockID, height: height, commit: commit, faultModel: model)
            default:
                try state.validators.verifyCommit(
                    chainID: state.chainID, blockID: blockID, height: height, commit: commit.commit,
                    faultModel: model)
            }
        } catch {
            throw ChainImportError(.commit, error)
        }
    }

    private static func execute(
        _ block: Block, in state: ChainState, by application: inout Importer
    ) throws(ChainImportError) -> ResponseFinalizeBlock {
        do throws(any Error) {
            let request = try state.finalizeBlockRequest(block)
            return try application.finalizeBlock(request)
        } catch {
            throw ChainImportError(.application, error)
        }
    }
}
