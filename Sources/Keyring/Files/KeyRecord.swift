import Cryptography
import Files
import JSON
import Transactions
import Wire

/// A key file: what anyone may know, and the words, in clear or in a box.
struct KeyRecord: Sendable {
    /// What the names of key files end with.
    static let suffix = ".key"
    /// Only the owner may read and write it.
    static let mode: UInt32 = 0o600
    private static let sizeMaximum = 65_536
    private static let noEncryption: ByteString = "none"

    enum Secret: Sendable {
        case open(SecretBytes)
        case closed(SecretBox)
    }

    let entry: KeyEntry
    let secret: Secret

    init(_ name: String, _ mnemonic: Mnemonic, _ protection: Keyring.Protection) throws(KeyringError) {
        let isEncrypted: Bool
        switch protection {
        case .none:
            secret = .open(mnemonic.withExportedPhrase { SecretBytes($0) })
            isEncrypted = false
        case .passphrase(let passphrase):
            let phrase = mnemonic.withExportedPhrase { SecretBytes($0) }
            guard let box = SecretBox(phrase, passphrase: passphrase) else {
                throw .noMemory
            }
            secret = .closed(box)
            isEncrypted = true
        }
        entry = KeyEntry(
            name: name, publicKey: .secp256k1(mnemonic.privateKey.publicKey), isEncrypted: isEncrypted)
    }

    var json: JSONValue {
        let secretJSON: JSONValue
        switch secret {
        case .closed(let box): secretJSON = box.json
        case .open(let phrase):
            let text = phrase.withUnsafeBytes { ByteString(Array($0)) }
            secretJSON = .members(("encryption", .string(KeyRecord.noEncryption)), ("mnemonic", .string(text)))
        }
        return .members(
            ("version", .integer(1)), ("address", .text(entry.address.text)),
            ("public_key", .base64(entry.publicKey.bytes)), ("path", .text(Mnemonic.path)), ("secret", secretJSON))
    }

    init(_ name: String, path: String) throws(FileError) {
        let content = try KeyRecord.content(path)
        do throws(JSONError) {
            let reader = JSONReader(try JSONValue(parsing: content))
            guard try reader["version"].int32() == 1 else {
                throw try reader["version"].error("not 1; a newer program wrote this file")
            }
            guard let key = Secp256k1PublicKey(try reader["public_key"].base64()) else {
                throw try reader["public_key"].error("not \(Secp256k1PublicKey.size) bytes in Base64")
            }
            let publicKey = PublicKey.secp256k1(key), address = AccountAddress(publicKey)
            if try reader["address"].string() != ByteString(address.text) {
                throw try reader["address"].error("not that of public_key, which is \(address)")
            }
            secret = try KeyRecord.secret(reader["secret"])
            let isEncrypted = if case .closed = secret { true } else { false }
            entry = KeyEntry(name: name, publicKey: publicKey, isEncrypted: isEncrypted)
        } catch {
            throw FileError(path, field: error.path, error.message, remedy: "restore it from your backup")
        }
    }

    private static func content(_ path: String) throws(FileError) -> [UInt8] {
        let file = try OpenFile(path, for: .reading)
        return try file.content(atMost: sizeMaximum)
    }

    private static func secret(_ reader: JSONReader) throws(JSONError) -> Secret {
        switch try reader["encryption"].string() {
        case noEncryption:
            let text = try reader["mnemonic"].string().bytes
            return .open(text.withUnsafeBytes { SecretBytes($0) })
        case SecretBox.name: return .closed(try SecretBox(reader))
        case let other: throw try reader["encryption"].error("\(other) is not known here")
        }
    }
}
