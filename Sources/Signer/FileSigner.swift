package import Chain
package import Cryptography
package import Files
import Synchronization

/// Signs with a validator's key and never contradicts itself.
///
/// What it signed last it keeps in memory; the node's log makes it durable. The file mirrors the log: `mirror` brings a
/// state there once the log has it, and before the signature leaves the node. So the file is never ahead of the log, and
/// CometBFT can go on from it after a stop of any kind but a power cut.
///
/// A call takes the time of a signature, about 15 µs. Calls may come from any thread; one after the other is served.
package final class FileSigner: Sendable {
    package let key: ValidatorKey
    /// What was found when the signer was opened and the operator should know.
    package let warnings: [FileWarning]
    private let record: Mutex<Record>

    /// The file and what it holds, which no two calls may use at once.
    private struct Record: ~Copyable {
        let file: SignStateFile
        var state: SignState
        /// The first write that failed. What the file holds since then is not known.
        var failure: FileError?
    }

    /// Opens a signer where the last one stopped.
    ///
    /// - Parameters:
    ///   - statePath: `priv_validator_state.json`, as this node or CometBFT left it. It is in this node's form and on
    ///     the disk when the signer is open.
    ///   - logged: The last state that the log has, if it is whole: the higher of both counts. With it, a damaged or
    ///     missing file becomes a warning, because nothing left the node that is not in the log.
    package init(key: ValidatorKey, statePath: String, logged: SignState? = nil) throws(FileError) {
        var warnings: [FileWarning] = []
        var state: SignState
        do {
            state = try SignStateFile.read(statePath)
        } catch {
            guard let logged, error.code == nil || error.isAbsence else { throw error }
            warnings.append(
                FileWarning(statePath, "\(error.problem); the log's state is taken instead: \(logged.position)"))
            state = logged
        }
        if !state.belongs(to: key.privateKey.publicKey) {
            let position = state.position
            warnings.append(FileWarning(statePath, "the signature is not this key's: \(position) is not signed again"))
            state = SignState(upTo: position)
        }
        if let logged { state = state.higher(of: logged) }
        self.key = key
        self.warnings = warnings
        record = Mutex(Record(file: try SignStateFile(following: state, at: statePath), state: state))
    }

    package var publicKey: PublicKey { key.publicKey }

    /// Where the last signature was made.
    package var lastSigned: SignPosition { state.position }

    /// The last signature, and what it is of.
    package var state: SignState { record.withLock { $0.state } }

    /// The vote with its signature, and with the timestamp of an earlier signature if it is a repetition of it.
    ///
    /// A precommit for a block comes with a signature of its extension, also where the chain has none.
    package func sign(_ vote: Vote, chainID: ChainID) throws(SigningError) -> Vote {
        try record.withLock { (record) throws(SigningError) -> Vote in
            let signed: (vote: Vote, state: SignState)
            do throws(SigningRefusal) {
                signed = try record.state.signing(vote, chainID: chainID, with: key.privateKey)
            } catch {
                throw .vote(error)
            }
            if let failure = record.failure { throw .file(failure) }
            record.state = signed.state
            return signed.vote
        }
    }

    /// The proposal with its signature, and with the timestamp of an earlier signature if it is a repetition of it.
    package func sign(_ proposal: Proposal, chainID: ChainID) throws(SigningError) -> Proposal {
        try record.withLock { (record) throws(SigningError) -> Proposal in
            let signed: (proposal: Proposal, state: SignState)
            do throws(SigningRefusal) {
                signed = try record.state.signing(proposal, chainID: chainID, with: key.privateKey)
            } catch {
                throw .proposal(error)
            }
            if let failure = record.failure { throw .file(failure) }
            record.state = signed.state
            return signed.proposal
        }
    }

    /// Takes a state that another record of this key's signatures has, if it is higher than the signer's own. Durable
    /// when it returns.
    package func adopt(_ other: SignState) throws(SigningError) {
        try record.withLock { (record) throws(SigningError) in
            let higher = record.state.higher(of: other)
            try FileSigner.write(higher, in: &record)
            try FileSigner.synchronize(&record)
            record.state = higher
        }
    }

    /// Writes a state into the file, before anyone outside learns of the signature in it. The log has it already.
    package func mirror(_ state: SignState) throws(SigningError) {
        try record.withLock { (record) throws(SigningError) in try FileSigner.write(state, in: &record) }
    }

    /// Brings the last state to the disk: the end of a clean stop, when the log has all that was signed.
    package func synchronize() throws(SigningError) {
        try record.withLock { (record) throws(SigningError) in
            try FileSigner.write(record.state, in: &record)
            try FileSigner.synchronize(&record)
        }
    }

    private static func write(_ state: SignState, in record: inout Record) throws(SigningError) {
        if let failure = record.failure { throw .file(failure) }
        do {
            try record.file.write(state)
        } catch {
            record.failure = error
            throw .file(error)
        }
    }

    private static func synchronize(_ record: inout Record) throws(SigningError) {
        if let failure = record.failure { throw .file(failure) }
        do {
            try record.file.synchronize()
        } catch {
            record.failure = error
            throw .file(error)
        }
    }
}
