package import Chain
import Cryptography
import Execution
import Files
package import Signer
import Store

/// Records on a stopped node what the operators of its chain say of validators that lost their data together, after it was
/// held against what the node itself knows.
package struct LossStatement {
    private let dataFolder: String
    private let signStatePath: String
    private let validatorKey: ValidatorKey

    /// - Parameter signStatePath: `priv_validator_state.json`.
    package init(dataFolder: String, signStatePath: String, validatorKey: ValidatorKey) {
        self.dataFolder = dataFolder
        self.signStatePath = signStatePath
        self.validatorKey = validatorKey
    }

    /// What was recorded.
    package struct Outcome: Sendable {
        /// Whether this node's own key is one that has forgotten.
        package let hasForgotten: Bool
        /// The height that this node is to decide next.
        package let nextHeight: Height
    }

    /// - Throws: `NodeError.noRestart` when this node knows better.
    package func record(_ loss: SharedLoss) throws -> Outcome {
        let folder = try DataFolder(dataFolder)
        let store = try ChainStore(in: folder)
        guard let state = try store.read({ try $0.state }) else {
            throw NodeError.noRestart(
                "\(dataFolder) holds no chain yet: restore a checkpoint, or start the node once and stop it, then say this again"
            )
        }
        let hasForgotten = loss.forgetful.contains(validatorKey.address)
        try check(loss, hasForgotten, state)
        if let restart = loss.restart {
            try check(restart, state, signed: try lastSigned(folder, state))
        } else if !hasForgotten {
            throw NodeError.noRestart(
                "this node has its data, and the chain goes on without those that do not: only on their nodes is something to "
                    + "be recorded")
        }
        try store.note(loss)
        return Outcome(hasForgotten: hasForgotten, nextHeight: state.nextHeight)
    }

    /// Whether it is about this chain's validators, and about this one what it says.
    private func check(_ loss: SharedLoss, _ hasForgotten: Bool, _ state: ChainState) throws {
        let model = state.consensusParameters.faultModel
        let restoration = try KeyRestoration.read(besides: signStatePath)
        if hasForgotten && (restoration == nil || restoration == .waived) {
            throw NodeError.noRestart(
                "this validator (\(validatorKey.address)) is named as one that lost its data, and its data is here. If its key "
                    + "or its chain did come back from a copy, use `checkpoint restore` or `keys restore` for that: they "
                    + "note it")
        }
        if !hasForgotten && restoration == .listening && isValidator(in: state) {
            throw NodeError.noRestart(
                "this validator (\(validatorKey.address)) came back from a copy and is not named: name it, too, here and on "
                    + "every other node")
        }
        // A copy may be older than the last change of validators.
        if !hasForgotten, let stranger = loss.forgetful.first(where: { state.validators.index(of: $0) == nil }) {
            throw NodeError.noRestart(
                "\(stranger) is no validator of height \(state.nextHeight): `daon-node validator list` shows the consensus "
                    + "addresses")
        }
        if loss.isTooMuch(of: state.validators, model) {
            throw NodeError.noRestart(
                "those who lost their data could decide alone, and nobody else need know what: the others must not go on from "
                    + "what they have. If all of them lost it, restore one and the same checkpoint everywhere")
        }
        if loss.restart == nil && !loss.isBorne(by: state.validators, model) {
            throw NodeError.noRestart(
                "the others cannot go on without those who lost their data: say at which height, the highest that any of them "
                    + "is deciding, with --height, and the same on every node")
        }
    }

    /// Whether this node has signed nothing that would be signed anew, and decided nothing that would be decided anew.
    private func check(_ restart: SharedLoss.Restart, _ state: ChainState, signed: SignPosition) throws {
        if state.nextHeight > restart.height {
            throw NodeError.noRestart(
                "this node has decided height \(state.lastBlockHeight): say --height \(state.nextHeight) or above, the highest "
                    + "height that any node is deciding, and the same on every node")
        }
        if signed.height > restart.height {
            throw NodeError.noRestart(
                "this validator has signed at height \(signed.height): say --height \(signed.height), and the same on every node"
            )
        }
        // Who forgot may have been one round above every one of those who remember.
        if signed.height == restart.height, signed.round.next >= restart.round {
            throw NodeError.noRestart(
                "this validator has signed in round \(signed.round) of height \(signed.height): say --round "
                    + "\(signed.round.next.next) or above, and the same on every node")
        }
    }

    private func isValidator(in state: ChainState) -> Bool {
        [state.validators, state.nextValidators].contains { $0.index(of: validatorKey.address) != nil }
    }

    /// The last signature of this key that the log or the file beside it knows.
    private func lastSigned(_ folder: DataFolder, _ state: ChainState) throws -> SignPosition {
        let path = folder.folder.path(of: "consensus.log")
        guard try Files.Folder.entry(at: path) != .absent else { return try SignStateFile.read(signStatePath).position }
        let log = try ConsensusLog(try PosixLogDirectory(path), committed: state.lastBlockHeight)
        let logged = try RecoveredLog(log, chainID: state.chainID).signState
        if try Files.Folder.entry(at: signStatePath) == .absent, let logged { return logged.position }
        let signed = try SignStateFile.read(signStatePath)
        return logged.map { $0.higher(of: signed).position } ?? signed.position
    }
}
