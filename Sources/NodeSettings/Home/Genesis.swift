package import Chain
package import Cryptography
package import Files
import JSON

/// A genesis file that was read and checked.
package struct Genesis: Sendable {
    /// An application's state can make it large: CosmosHub's has some hundreds of megabytes.
    private static let bytesMaximum = 1 << 30
    private static let advice = "copy genesis.json from a node of this chain"

    /// The document, complete and with the application's state as it is written.
    package let document: GenesisDocument
    /// SHA-256 of the file.
    package let fileHash: Hash

    /// Reads a genesis file.
    ///
    /// - Parameter now: The chain's beginning if the file does not say, as in CometBFT; no two nodes can share such a
    ///   file.
    package static func read(_ path: String, now: Timestamp) throws(FileError) -> Genesis {
        let content: [UInt8]
        do {
            content = try OpenFile(path, for: .reading).content(atMost: bytesMaximum)
        } catch {
            throw error.isAbsence
                ? error.advising(
                    "\(advice); or name its peers in PERSISTENT_PEERS, and it is fetched; or make a chain with daon-node init"
                ) : error
        }
        return try read(content, from: path, now: now)
    }

    /// Reads what may be a genesis file.
    ///
    /// - Parameter path: Where it is from, for errors.
    package static func read(
        _ content: [UInt8], from path: String, now: Timestamp
    ) throws(FileError) -> Genesis {
        let document: GenesisDocument
        do {
            document = try GenesisDocument(file: content)
        } catch {
            throw FileError(path, field: error.path, error.message, remedy: advice)
        }
        do {
            let complete = try document.completed(now: now)
            // An empty list is for the application to fill.
            if !complete.validators.isEmpty { _ = try complete.validatorSet() }
            return Genesis(document: complete, fileHash: GenesisDocument.hash(ofFile: content))
        } catch {
            throw FileError(path, error.message, remedy: "correct it, on all nodes alike, or \(advice)")
        }
    }

    /// Whether this is the genesis of a hash that somebody published: the file's, or that by which peers compare
    /// (`GenesisDocument.canonicalBytes`), which the same document has in every form.
    package func has(_ hash: Hash) -> Bool {
        hash == fileHash || hash == SHA256.hash(document.canonicalBytes)
    }

    /// Writes a genesis where there is none.
    package static func write(_ document: GenesisDocument, to path: String) throws(FileError) {
        if try Folder.entry(at: path) != .absent {
            throw FileError(path, "is there already", remedy: "move it away if it is not the chain's")
        }
        try DurableFile.replace(path, with: document.json.indented(), mode: 0o644)
    }
}
