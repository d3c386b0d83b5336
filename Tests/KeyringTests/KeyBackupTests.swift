import Cryptography
import Testing

@testable import Keyring

@Suite("Backups of keys")
struct KeyBackupTests {
    private static let passphrase = secret("correct horse battery")

    private static let items: [(String, [UInt8])] = [
        ("validator-key", Array(#"{"priv_key":1}"#.utf8)), ("empty", []),
        ("account/a", [UInt8](repeating: 7, count: 65_000)),
    ]

    private static let sealed = Result {
        try KeyBackup(
            items.map { item in
                KeyBackup.Item(name: item.0, content: item.1.withUnsafeBytes { SecretBytes($0) })
            }
        ).sealed(passphrase)
    }

    /// The same with little work, to be opened often.
    private func cheap() throws -> [UInt8] {
        var bytes = try Self.sealed.get()
        // One pass over 8 KiB: another key, so nothing opens, and nothing may be read before that is found.
        bytes.replaceSubrange(12..<24, with: [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x20, 0])
        return bytes
    }

    @Test("What is sealed is opened again by its passphrase alone, and no two are the same")
    func roundTrip() throws {
        let bytes = try Self.sealed.get()
        let opened = try KeyBackup(opening: bytes, Self.passphrase)
        #expect(opened.items.map(\.name) == Self.items.map(\.0))
        #expect(opened.items.map { $0.content.withUnsafeBytes { Array($0) } } == Self.items.map(\.1))
        #expect(throws: KeyBackupError.closed) { try KeyBackup(opening: bytes, secret("another")) }
        let content = try #require(Self.items.first?.1)
        #expect(!bytes.indices.contains { bytes[$0...].starts(with: content) })
    }

    @Test("Cut off between two secrets it is not opened, nor with something behind it or changed")
    func damage() throws {
        let bytes = try Self.sealed.get()
        let header = 40 + 24
        let first = header + 4 + (2 + 13 + Self.items[0].1.count + 17)
        for count in [0, 7, 8, 39, 63, header, header + 3, first, first + 4, bytes.count - 1] {
            #expect(throws: KeyBackupError.truncated, "\(count)") {
                try KeyBackup(opening: Array(bytes[..<count]), Self.passphrase)
            }
        }
        #expect(throws: KeyBackupError.trailing) { try KeyBackup(opening: bytes + [0], Self.passphrase) }
        // Salt, header, and each of the secrets.
        for place in [30, 50, header + 20, first + 10, bytes.count - 1] {
            var changed = bytes
            changed[place] ^= 1
            #expect(throws: KeyBackupError.closed, "\(place)") { try KeyBackup(opening: changed, Self.passphrase) }
        }
        var changed = bytes
        changed[11] = 2
        #expect(throws: KeyBackupError.version(2)) { try KeyBackup(opening: changed, Self.passphrase) }
        #expect(throws: KeyBackupError.foreign) { try KeyBackup(opening: Array("{}".utf8), Self.passphrase) }
    }

    @Test("Whatever the beginning asks for, little is done for it, and what is cut off anywhere is refused")
    func hostile() throws {
        let bytes = try cheap()
        #expect(throws: KeyBackupError.closed) { try KeyBackup(opening: bytes, Self.passphrase) }
        for count in 0..<200 {
            #expect(throws: KeyBackupError.self) { try KeyBackup(opening: Array(bytes[..<count]), Self.passphrase) }
        }
        for field in [12..<16, 16..<24] {
            var greedy = bytes
            greedy.replaceSubrange(field, with: [UInt8](repeating: 0xFF, count: field.count))
            #expect(throws: KeyBackupError.closed) { try KeyBackup(opening: greedy, Self.passphrase) }
        }
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let random = (0..<100).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            #expect(throws: KeyBackupError.self) {
                try KeyBackup(opening: Array(bytes[..<64]) + random, Self.passphrase)
            }
        }
    }
}
