package import Files
import JSON

/// `priv_validator_state.json`: CometBFT's form of the last thing signed, so that CometBFT can take over.
///
/// It is overwritten in place by one call of the system, always with as many bytes, so that a process killed at any
/// moment leaves the state before or the state after. CometBFT replaces the file instead and synchronizes twice; here
/// the log is what survives a power cut, and this file is only as safe as the system's memory.
package struct SignStateFile: ~Copyable {
    /// The file's bytes: a state, then spaces. A state of a chain with a name of the longest kind takes about 600.
    package static let size = 1024
    /// The longest file that is read; CometBFT's has less than 600 bytes.
    private static let sizeMaximum = 65_536
    /// Only the owner may read and write it.
    private static let mode: UInt32 = 0o600

    private let file: OpenFile

    /// Reads a state as CometBFT or this node has written it.
    package static func read(_ path: String) throws(FileError) -> SignState {
        let content: [UInt8]
        do {
            content = try OpenFile(path, for: .reading).content(atMost: sizeMaximum)
        } catch {
            throw error.isAbsence ? error.advising(adviceOnAbsence) : error
        }
        do {
            return try SignState(json: JSONValue(parsing: content))
        } catch {
            throw FileError(path, field: error.path, error.message, remedy: adviceOnDamage)
        }
    }

    private static let adviceOnAbsence = """
        restore it; only if this key has never signed may it be {"height":"0","round":0,"step":0}
        """
    private static let adviceOnDamage = """
        restore it from a copy that is not older than the last signature, or give the validator a new key
        """

    /// Puts a file with this state in the place of what is there. Durable when it returns.
    package static func replace(_ path: String, with state: SignState) throws(FileError) {
        try DurableFile.replace(path, with: try padded(state, path), mode: mode)
    }

    /// Opens the file to follow a signer's state, and brings it to its form and to this state. Durable when it returns.
    package init(following state: SignState, at path: String) throws(FileError) {
        try SignStateFile.replace(path, with: state)
        file = try OpenFile(path, for: .updating)
    }

    /// Writes a state over the one before. After a failure it is not known which of them is there.
    package func write(_ state: SignState) throws(FileError) {
        try file.overwrite(try SignStateFile.padded(state, file.path))
    }

    /// Returns once the last state written is on the disk.
    package func synchronize() throws(FileError) {
        try file.synchronize()
    }

    private static func padded(_ state: SignState, _ path: String) throws(FileError) -> [UInt8] {
        let text = state.json.indented()
        if text.count > size {
            throw FileError(
                path, "the state takes \(text.count) bytes, more than \(size): is the chain's name too long?")
        }
        return text + [UInt8](repeating: UInt8(ascii: " "), count: size - text.count)
    }
}
