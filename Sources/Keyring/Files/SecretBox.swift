import CSodium
import Cryptography
import JSON
import Wire

/// A secret that a passphrase opens: Argon2id makes the key (RFC 9106), XSalsa20-Poly1305 keeps it (libsodium's
/// `crypto_secretbox`).
struct SecretBox: Hashable, Sendable {
    /// RFC 9106 §4, its second recommendation: three passes over 64 MiB.
    static let passes: UInt64 = 3
    static let memory: UInt64 = 67_108_864
    /// What is read from a file may not ask for more: 16 passes, 1 GiB.
    static let passesMaximum: UInt64 = 16
    static let memoryMaximum: UInt64 = 1_073_741_824
    /// What the file says of the method.
    static let name: ByteString = "argon2id13+xsalsa20poly1305"

    let passes: UInt64
    /// Bytes that Argon2id works in.
    let memory: UInt64
    let salt: [UInt8]
    let nonce: [UInt8]
    let ciphertext: [UInt8]

    /// Closes a secret. Nil when there is no memory for Argon2id.
    init?(_ secret: SecretBytes, passphrase: SecretBytes) {
        passes = SecretBox.passes
        memory = SecretBox.memory
        salt = SecretBox.random(Int(crypto_pwhash_SALTBYTES))
        nonce = SecretBox.random(Int(crypto_secretbox_NONCEBYTES))
        guard let key = SecretBox.key(passphrase, salt: salt, passes: passes, memory: memory) else { return nil }
        var ciphertext = [UInt8](repeating: 0, count: secret.count + Int(crypto_secretbox_MACBYTES))
        let nonce = nonce
        key.withUnsafePointer { key in
            secret.withUnsafePointer { message in
                _ = crypto_secretbox_easy(&ciphertext, message, UInt64(secret.count), nonce, key)  // always 0
            }
        }
        self.ciphertext = ciphertext
    }

    /// Reads the members that `json` writes.
    init(_ reader: JSONReader) throws(JSONError) {
        passes = try reader["passes"].uint64String()
        memory = try reader["memory"].uint64String()
        salt = try reader["salt"].base64()
        nonce = try reader["nonce"].base64()
        ciphertext = try reader["ciphertext"].base64()
        guard (1...SecretBox.passesMaximum).contains(passes) else { throw try reader["passes"].error("not 1 to 16") }
        guard (8192...SecretBox.memoryMaximum).contains(memory) else {
            throw try reader["memory"].error("not 8192 bytes to 1 GiB")
        }
        guard salt.count == Int(crypto_pwhash_SALTBYTES) else { throw try reader["salt"].error("not 16 bytes") }
        guard nonce.count == Int(crypto_secretbox_NONCEBYTES) else { throw try reader["nonce"].error("not 24 bytes") }
        guard ciphertext.count >= Int(crypto_secretbox_MACBYTES) else {
            throw try reader["ciphertext"].error("shorter than its authentication code")
        }
    }

    var json: JSONValue {
        .members(
            ("encryption", .string(SecretBox.name)), ("passes", .decimal(passes)), ("memory", .decimal(memory)),
            ("salt", .base64(salt)), ("nonce", .base64(nonce)), ("ciphertext", .base64(ciphertext)))
    }

    /// The secret, or nil when the passphrase is another or the box was changed.
    func open(_ passphrase: SecretBytes) -> SecretBytes? {
        guard let key = SecretBox.key(passphrase, salt: salt, passes: passes, memory: memory) else { return nil }
        var isOpen = false
        let secret = SecretBytes(count: ciphertext.count - Int(crypto_secretbox_MACBYTES)) { memory in
            isOpen = key.withUnsafePointer { key in
                crypto_secretbox_open_easy(memory, ciphertext, UInt64(ciphertext.count), nonce, key) == 0
            }
        }
        return isOpen ? secret : nil
    }

    /// The key that Argon2id makes of a passphrase; nil when there is no memory for it.
    static func key(
        _ passphrase: SecretBytes, salt: [UInt8], passes: UInt64, memory: UInt64
    ) -> SecretBytes? {
        var isMade = false
        let key = SecretBytes(count: Int(crypto_secretbox_KEYBYTES)) { output in
            isMade = passphrase.withUnsafePointer { first in
                let characters = UnsafeRawPointer(first).assumingMemoryBound(to: CChar.self)
                return crypto_pwhash(
                    output, UInt64(crypto_secretbox_KEYBYTES), characters, UInt64(passphrase.count), salt, passes,
                    Int(memory), crypto_pwhash_ALG_ARGON2ID13) == 0
            }
        }
        return isMade ? key : nil
    }

    /// Bytes that nobody can foresee.
    static func random(_ count: Int) -> [UInt8] {
        // `SecretBytes` sees to it that libsodium is ready.
        SecretBytes.generated(count: count).withUnsafeBytes { Array($0) }
    }
}
