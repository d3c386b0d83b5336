package import Files

/// Why a key cannot be added, found or used, and what to do.
package enum KeyringError: Error, Hashable, Sendable {
    case notFound(String, known: [String], folder: String)
    case exists(String)
    case name(String)
    case wrongPassphrase(String)
    /// A passphrase is needed and there is no way to ask for it.
    case noPassphrase(String)
    /// The file that should hold a passphrase cannot be read, or is empty.
    case passphraseFile(String)
    /// Argon2id found no memory to work in.
    case noMemory
    case file(FileError)
}

extension KeyringError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notFound(let name, let known, let folder):
            known.isEmpty
                ? "no key \"\(name)\": there are no keys in \(folder); make one with: daon-node keys add \(name)"
                : "no key \"\(name)\" in \(folder), which has \(known.joined(separator: ", "))"
        case .exists(let name):
            "there is a key \"\(name)\" already; choose another name, or delete it with: daon-node keys delete \(name)"
        case .name(let name):
            "\"\(OneLine.text(name))\" is no name for a key: use 1 to 64 letters, digits, dots, hyphens and underscores"
        case .wrongPassphrase(let name):
            "wrong passphrase for key \"\(name)\" (or its file was changed)"
        case .noPassphrase(let name):
            "key \"\(name)\" is encrypted: give its passphrase at a terminal, with --passphrase-file FILE or in "
                + "DAON_KEYRING_PASSPHRASE"
        case .passphraseFile(let path): "no passphrase can be read from \(path)"
        case .noMemory: "not enough memory to protect a key: 64 MiB are needed"
        case .file(let error): error.description
        }
    }
}
