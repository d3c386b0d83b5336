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

    /// The next block as its parts carried it.
    ///
    /// - Throws: The first check that failed. Nothing has changed then.
    package mutating func add(_ decided: DecidedBlock) throws(ChainImportError) -> ImportedBlock {
        let (block, blockID) = try ChainImport.decode(decided.bytes)
        return try add(block, blockID, decidedBy: decided.commit)
    }

    /// The next block, checked against the commit that decided it, executed and committed.
    ///
    /// - Parameter blockID: What the block's parts name it, who sees to it that they are its parts.
    /// - Throws: The first check that failed. Nothing has changed then.
    package mutating func add(
        _ block: Block, _ blockID: BlockID, decidedBy commit: DecidingCommit
    ) throws(ChainImportError) -> ImportedBlock {
        try check(commit, of: blockID, block)
        do {
            try state.check(block)
            try state.checkEvidence(
                block.evidence, isCommitted: history.isCommitted, history: history.knowledge(of:))
        } catch {
            throw ChainImportError(.block(error.check), error)
        }
        // The application is a value, too: a block that fails on the way leaves this one as it is.
        var next = application
        let answer = try execute(block, by: &next)
        let transition: BlockTransition
        do {
            transition = try BlockTransition(from: state, blockID: blockID, block: block, answer: answer)
        } catch {
            throw ChainImportError(.transition, error)
        }
        do {
            _ = try next.commit()  // what may be pruned is the store's affair
        } catch {
            throw ChainImportError(.execution, error)
        }
        history.add(block, commit: commit.commit, validators: state.validators, state: transition.state)
        application = next
        state = transition.state
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

    private func execute(
        _ block: Block, by application: inout Importer
    ) throws(ChainImportError) -> ResponseFinalizeBlock {
        do throws(any Error) {
            return try application.finalizeBlock(try state.finalizeBlockRequest(block))
        } catch {
            throw ChainImportError(.execution, error)
        }
    }
}
