import CSodium
package import Cryptography
import Wire

/// A node's secrets in one encrypted file: each is a message of a stream that a passphrase opens.
///
/// The file begins with eight letters, the version, Argon2id's passes and memory, and its salt (RFC 9106); then comes the
/// header of libsodium's `crypto_secretstream_xchacha20poly1305`, then its messages, each behind its length. The first
/// authenticates the beginning too, and the last is marked as such: whatever is missing, added or changed is noticed.
/// Integers have their highest byte first.
package struct KeyBackup: Sendable {
    /// A secret, by what it is.
    package struct Item: Sendable {
        package let name: String
        package let content: SecretBytes

        package init(name: String, content: SecretBytes) {
            self.name = name
            self.content = content
        }
    }

    /// At least one.
    package private(set) var items: [Item]

    package init(_ items: [Item]) {
        self.items = items
    }

    private static let magic = Array("daonkeys".utf8)
    private static let version: UInt32 = 1
    /// Magic, version, passes, memory and salt.
    private static let frontBytes = 8 + 4 + 4 + 8 + Int(crypto_pwhash_SALTBYTES)
    private static let headerBytes = crypto_secretstream_xchacha20poly1305_headerbytes()
    private static let overhead = crypto_secretstream_xchacha20poly1305_abytes()
    /// Bytes of a secret with its name, at most; a key file has less than 64 KiB.
    private static let itemBytesMaximum = 1 << 17
    /// Bytes of a file, at most: some hundred keys of the longest kind, some ten thousand of the usual one.
    package static let bytesMaximum = 16 << 20

    // MARK: Writing

    /// The file's bytes, other ones each time.
    package func sealed(_ passphrase: SecretBytes) throws(KeyBackupError) -> [UInt8] {
        let salt = SecretBox.random(Int(crypto_pwhash_SALTBYTES))
        guard
            let key = SecretBox.key(passphrase, salt: salt, passes: SecretBox.passes, memory: SecretBox.memory)
        else { throw .noMemory }
        let front =
            KeyBackup.magic + KeyBackup.bytes(UInt64(KeyBackup.version), 4) + KeyBackup.bytes(SecretBox.passes, 4)
            + KeyBackup.bytes(SecretBox.memory, 8) + salt
        var state = crypto_secretstream_xchacha20poly1305_state()
        defer { withUnsafeMutableBytes(of: &state) { SecretMemory.wipe($0) } }
        var header = [UInt8](repeating: 0, count: KeyBackup.headerBytes)
        key.withUnsafePointer { key in
            _ = crypto_secretstream_xchacha20poly1305_init_push(&state, &header, key)  // always 0
        }
        var bytes = front + header
        for (index, item) in items.enumerated() {
            let isLast = index == items.count - 1
            let tag = isLast ? crypto_secretstream_xchacha20poly1305_tag_final() : 0
            let name = Array(item.name.utf8)
            var message = KeyBackup.bytes(UInt64(name.count), 2) + name
            item.content.withUnsafeBytes { message += $0 }
            defer { SecretMemory.wipe(&message) }
            if message.count > KeyBackup.itemBytesMaximum { throw .tooLarge(item.name) }
            let associated = index == 0 ? front : []
            var sealed = [UInt8](repeating: 0, count: message.count + KeyBackup.overhead)
            _ = crypto_secretstream_xchacha20poly1305_push(
                &state, &sealed, nil, message, UInt64(message.count), associated, UInt64(associated.count), tag)
            bytes += KeyBackup.bytes(UInt64(sealed.count), 4)
            bytes += sealed
        }
        return bytes
    }

    // MARK: Reading

    /// Opens a file's bytes; all of them are authentic then.
    package init(opening bytes: [UInt8], _ passphrase: SecretBytes) throws(KeyBackupError) {
        guard bytes.starts(with: KeyBackup.magic) else {
            throw KeyBackup.magic.starts(with: bytes) ? .truncated : .foreign
        }
        var place = KeyBackup.magic.count
        func take(_ count: Int) throws(KeyBackupError) -> ArraySlice<UInt8> {
            guard bytes.count - place >= count else { throw .truncated }
            defer { place += count }
            return bytes[place..<place + count]
        }
        let version = KeyBackup.number(try take(4))
        if version != UInt64(KeyBackup.version) { throw .version(version) }
        let passes = KeyBackup.number(try take(4)), memory = KeyBackup.number(try take(8))
        let salt = Array(try take(Int(crypto_pwhash_SALTBYTES)))
        // Nobody's file may have us work for hours.
        guard (1...SecretBox.passesMaximum).contains(passes), (8192...SecretBox.memoryMaximum).contains(memory) else {
            throw .closed
        }
        let front = Array(bytes[..<KeyBackup.frontBytes])
        let header = Array(try take(KeyBackup.headerBytes))
        guard let key = SecretBox.key(passphrase, salt: salt, passes: passes, memory: memory) else { throw .noMemory }
        var state = crypto_secretstream_xchacha20poly1305_state()
        defer { withUnsafeMutableBytes(of: &state) { SecretMemory.wipe($0) } }
        let isReady = key.withUnsafePointer { key in
            crypto_secretstream_xchacha20poly1305_init_pull(&state, header, key) == 0
        }
        guard isReady else { throw .closed }
        items = []
        var isAtEnd = false
        while !isAtEnd {
            let length = Int(KeyBackup.number(try take(4)))
            if length < KeyBackup.overhead || length > KeyBackup.itemBytesMaximum + KeyBackup.overhead { throw .closed }
            let sealed = Array(try take(length))
            let associated = items.isEmpty ? front : []
            var tag: UInt8 = 0
            var isOpen = false
            var message = [UInt8](repeating: 0, count: length - KeyBackup.overhead)
            defer { SecretMemory.wipe(&message) }
            isOpen =
                crypto_secretstream_xchacha20poly1305_pull(
                    &state, &message, nil, &tag, sealed, UInt64(sealed.count), associated,
                    UInt64(associated.count)) == 0
            guard isOpen else { throw .closed }
            items.append(try KeyBackup.item(message))
            isAtEnd = tag == crypto_secretstream_xchacha20poly1305_tag_final()
        }
        if place < bytes.count { throw .trailing }
    }

    private static func item(_ message: [UInt8]) throws(KeyBackupError) -> Item {
        let length = Int(number(message.prefix(2)))
        guard message.count >= 2 + length else { throw .malformed }
        let name = String(decoding: message[2..<2 + length], as: UTF8.self)
        return Item(
            name: name,
            content: message.withUnsafeBytes { SecretBytes(UnsafeRawBufferPointer(rebasing: $0[(2 + length)...])) })
    }

    private static func bytes(_ value: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * (count - 1 - $0))) }
    }

    private static func number(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}

/// Why a backup of keys is not made or opened.
package enum KeyBackupError: Error, Hashable, Sendable {
    case foreign
    case version(UInt64)
    case truncated
    case trailing
    /// The passphrase is another, or something was changed.
    case closed
    /// It is authentic, and not what this program writes.
    case malformed
    case tooLarge(String)
    case noMemory
}

extension KeyBackupError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .foreign: "it is no backup of keys"
        case .version(let version): "it has version \(version), and this program knows 1: use the program that made it"
        case .truncated: "it is cut off: copy it again"
        case .trailing: "something follows its end: copy it again"
        case .closed: "the passphrase is wrong, or it was changed"
        case .malformed: "it holds something that is no key"
        case .tooLarge(let name): "\(name) is too long to be a key"
        case .noMemory: "not enough memory to protect the keys: 64 MiB are needed"
        }
    }
}
