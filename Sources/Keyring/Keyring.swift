package import Cryptography
import Files
import JSON
package import Transactions
import Wire

/// The account keys in a home: one file each in `HOME/keyring`, readable by their owner alone.
package struct Keyring: Sendable {
    /// The folder of the key files.
    package let folder: String

    /// - Parameter home: The home folder; nothing is made in it before a key is added.
    package init(home: String) {
        folder = Path.inside(home, "keyring")
    }

    /// How a new key file keeps its secret.
    package enum Protection: Sendable {
        case passphrase(SecretBytes)
        /// In clear: whoever reads the file has the key.
        case none
    }

    /// The names of the keys, sorted.
    package func names() throws(KeyringError) -> [String] {
        do {
            guard try Folder.entry(at: folder) == .folder else { return [] }
            return try Folder.names(in: folder).filter { $0.hasSuffix(KeyRecord.suffix) }.map {
                String($0.dropLast(KeyRecord.suffix.count))
            }
        } catch {
            throw .file(error)
        }
    }

    /// The public part of a key.
    package func entry(_ name: String) throws(KeyringError) -> KeyEntry { try record(name).entry }

    /// All keys' public parts, by name.
    package func entries() throws(KeyringError) -> [KeyEntry] {
        var entries: [KeyEntry] = []
        for name in try names() { entries.append(try entry(name)) }
        return entries
    }

    /// Whether a new key may have the name: nothing is made.
    package func checkNew(_ name: String) throws(KeyringError) {
        try Keyring.check(name)
        if try names().contains(name) { throw .exists(name) }
    }

    /// Adds a key. One of this name may not be there yet.
    @discardableResult
    package func add(_ name: String, _ mnemonic: Mnemonic, _ protection: Protection) throws(KeyringError) -> KeyEntry {
        try checkNew(name)
        let record = try KeyRecord(name, mnemonic, protection)
        var content = record.json.indented() + [UInt8(ascii: "\n")]
        defer { SecretMemory.wipe(&content) }
        do {
            try Folder.createAll(folder)
            try DurableFile.replace(path(name), with: content, mode: KeyRecord.mode)
        } catch {
            throw .file(error)
        }
        return record.entry
    }

    /// A key's words.
    ///
    /// - Parameter passphrase: Asked for only when the file is encrypted.
    package func mnemonic(
        _ name: String, passphrase: () throws(KeyringError) -> SecretBytes
    ) throws(KeyringError) -> Mnemonic {
        let record = try record(name)
        let secret: SecretBytes
        switch record.secret {
        case .open(let phrase): secret = phrase
        case .closed(let box):
            guard let opened = box.open(try passphrase()) else { throw .wrongPassphrase(name) }
            secret = opened
        }
        do {
            let mnemonic = try Mnemonic(secret)
            if .secp256k1(mnemonic.privateKey.publicKey) != record.entry.publicKey {
                throw KeyringError.file(FileError(path(name), field: "public_key", "not that of the mnemonic"))
            }
            return mnemonic
        } catch let error as KeyringError {
            throw error
        } catch {
            throw .file(FileError(path(name), field: "secret", "\(error)"))
        }
    }

    /// The private key of this name.
    ///
    /// - Parameter passphrase: Asked for only when the file is encrypted.
    package func privateKey(
        _ name: String, passphrase: () throws(KeyringError) -> SecretBytes
    ) throws(KeyringError) -> Secp256k1PrivateKey {
        try mnemonic(name, passphrase: passphrase).privateKey
    }

    /// Removes a key for good.
    package func delete(_ name: String) throws(KeyringError) {
        _ = try record(name)
        do {
            try Folder.removeAll(path(name))
            try Folder.synchronize(folder)
        } catch {
            throw .file(error)
        }
    }

    private func record(_ name: String) throws(KeyringError) -> KeyRecord {
        try Keyring.check(name)
        let known = try names()
        guard known.contains(name) else { throw .notFound(name, known: known, folder: folder) }
        do {
            return try KeyRecord(name, path: path(name))
        } catch {
            throw .file(error)
        }
    }

    /// Where the key of this name lies, or would.
    package func newPath(_ name: String) throws(KeyringError) -> String {
        try Keyring.check(name)
        return path(name)
    }

    /// Where the key of this name lies.
    package func path(_ name: String) -> String { Path.inside(folder, name + KeyRecord.suffix) }

    /// Refuses names that could lead out of the folder, or that a shell reads as something else.
    private static func check(_ name: String) throws(KeyringError) {
        let isPlain = name.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || Set("._-".utf8).contains(byte)
        }
        guard isPlain, (1...64).contains(name.utf8.count), let first = name.first, first != ".", first != "-" else {
            throw .name(name)
        }
    }
}

/// What anyone may know of a key.
package struct KeyEntry: Hashable, Sendable {
    package let name: String
    package let publicKey: PublicKey
    /// Whether a passphrase is needed to use the key.
    package let isEncrypted: Bool

    package var address: AccountAddress { AccountAddress(publicKey) }
}
