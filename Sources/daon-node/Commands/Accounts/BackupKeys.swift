import ArgumentParser
import Cryptography
import Files
import Foundation
import JSON
import Keyring
import NodeSettings
import Signer
import Store

/// What a backup of keys calls each of them.
private enum BackupName {
    static let validatorKey = "validator-key"
    static let nodeKey = "node-key"
    static let signState = "sign-state"
    static let account = "account/"
}

/// Puts all of a home's keys into one encrypted file.
struct BackupKeys: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Put validator key, node key, account keys and sign state into one encrypted file.",
        discussion: "The node may run. Account keys with passphrases of their own keep them.")

    @OptionGroup var keys: KeyringOptions

    @Argument(help: "The file to make.")
    var file: String?

    @Flag(help: "Write it to standard output, for a vault.")
    var stdout = false

    func validate() throws {
        if (file == nil) != stdout { throw ValidationError("give either a file or --stdout") }
    }

    func run(with flags: CommandLineSettings) async throws {
        let files = keys.home.directory.files(try keys.home.settings(flags))
        var items = [
            try BackupKeys.item(BackupName.validatorKey, files.validatorKey),
            try BackupKeys.item(BackupName.nodeKey, files.nodeKey),
            try BackupKeys.item(BackupName.signState, files.signState),
        ]
        for name in try keys.keyring.names() {
            items.append(try BackupKeys.item(BackupName.account + name, keys.keyring.path(name)))
        }
        if let file, try Files.Folder.entry(at: file) != .absent {
            throw CommandError(description: "\(file) is there already; nothing was changed")
        }
        let sealed = try KeyBackup(items).sealed(try keys.newPassphrase(for: "backup"))
        guard let file else { return Terminal.write(sealed) }
        try DurableFile.replace(file, with: sealed, mode: 0o600)
        Terminal.say(
            "Wrote \(items.count) secrets to \(file). Without the passphrase nobody opens it: keep both apart.")
    }

    private static func item(_ name: String, _ path: String) throws -> KeyBackup.Item {
        var content = try OpenFile(path, for: .reading).content(atMost: 65_536)
        defer { SecretMemory.wipe(&content) }
        return KeyBackup.Item(name: name, content: content.withUnsafeBytes { SecretBytes($0) })
    }
}

/// Brings keys back from such a file.
struct RestoreKeys: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Bring keys back from a backup, into a home that has none or the same.",
        discussion: """
            What the validator's key has signed since the backup is not known: it signs again when it has heard every other \
            validator, from two heights above them on. See to it that no other node runs with it.
            """)

    @OptionGroup var keys: KeyringOptions

    @Argument(help: "The file.")
    var file: String?

    @Flag(help: "Read it from standard input, as from a vault.")
    var stdin = false

    func validate() throws {
        if (file == nil) != stdin { throw ValidationError("give either a file or --stdin") }
    }

    func run(with flags: CommandLineSettings) async throws {
        let files = keys.home.directory.files(try keys.home.settings(flags))
        let bytes = try content()
        let backup: KeyBackup
        do {
            backup = try KeyBackup(opening: bytes, try keys.passphrase(of: "backup"))
        } catch let error as KeyBackupError {
            throw CommandError(description: "\(file ?? "standard input") is not restored: \(error)")
        }
        try Files.Folder.createAll(files.dataFolder)
        let lock = try DataFolder(files.dataFolder)
        let entries = try plan(backup, files)
        // Before the key is there that could sign.
        for path in entries.map(\.path) + [files.signState] { try Files.Folder.createAll(Path.folder(of: path)) }
        try KeyRestoration.listening.write(besides: files.signState)
        for entry in entries {
            try entry.content.withUnsafeBytes { content in
                try DurableFile.replace(entry.path, with: Array(content), mode: 0o600)
            }
        }
        Terminal.say(
            "Restored \(entries.count) of \(backup.items.count) secrets to \(keys.home.directory.path); the others were there."
        )
        Terminal.say(
            "The validator's key signs again when it has heard every other validator, from two heights above them on. See to "
                + "it that no other node runs with it.")
        _ = lock.path
    }

    private func content() throws -> [UInt8] {
        if let file { return try OpenFile(file, for: .reading).content(atMost: KeyBackup.bytesMaximum) }
        return Array(FileHandle.standardInput.readData(ofLength: KeyBackup.bytesMaximum))
    }

    /// A file to write.
    private struct Entry {
        let path: String
        let content: SecretBytes
    }

    /// What is to be written, in its order: the validator's key comes last. Refused when the home has another key.
    private func plan(_ backup: KeyBackup, _ files: HomeFiles) throws -> [Entry] {
        var entries: [Entry] = []
        for item in backup.items where item.name != BackupName.signState {
            let path: String
            switch item.name {
            case BackupName.validatorKey: path = files.validatorKey
            case BackupName.nodeKey: path = files.nodeKey
            case _ where item.name.hasPrefix(BackupName.account):
                let name = String(item.name.dropFirst(BackupName.account.count))
                path = try keys.keyring.newPath(name)
            default: throw CommandError(description: "the backup holds \(OneLine.text(item.name)), which is no key")
            }
            if try Files.Folder.entry(at: path) != .absent {
                let present = try OpenFile(path, for: .reading).content(atMost: 65_536)
                if item.content.withUnsafeBytes({ Array($0) == present }) { continue }
                throw CommandError(
                    description:
                        "\(path) is another one than the backup's; nothing was changed. Move it away first, if you "
                        + "do not need it")
            }
            entries.append(Entry(path: path, content: item.content))
        }
        if let state = try signState(backup, files) { entries.append(state) }
        let isKey = { (entry: Entry) in entry.path == files.validatorKey }
        return entries.filter { !isKey($0) } + entries.filter(isKey)
    }

    /// The higher of both states; nil when that is there.
    private func signState(_ backup: KeyBackup, _ files: HomeFiles) throws -> Entry? {
        guard let item = backup.items.first(where: { $0.name == BackupName.signState }) else { return nil }
        let saved = try SignState(json: JSONValue(parsing: item.content.withUnsafeBytes { Array($0) }))
        if try Files.Folder.entry(at: files.signState) != .absent {
            let present = try SignStateFile.read(files.signState)
            if present.higher(of: saved) == present { return nil }
        }
        return Entry(path: files.signState, content: item.content)
    }
}
