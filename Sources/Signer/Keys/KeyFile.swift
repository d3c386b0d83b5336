import Chain
import Cryptography
import Files
import JSON
import Wire

/// What the two kinds of key file have in common.
enum KeyFile {
    /// Only the owner may read and write it.
    static let mode: UInt32 = 0o600
    /// CometBFT's have less than 400 bytes.
    private static let sizeMaximum = 65_536
    private static let advice = "restore it from your backup"

    static func read<Key>(
        _ path: String, _ decode: (JSONValue) throws(JSONError) -> Key
    ) throws(FileError) -> (key: Key, warnings: [FileWarning]) {
        let content: [UInt8]
        var warnings: [FileWarning] = []
        do {
            let file = try OpenFile(path, for: .reading)
            content = try file.content(atMost: sizeMaximum)
            let mode = try file.mode()
            if mode & 0o077 != 0 {
                let digits = String(mode, radix: 8)
                warnings.append(
                    FileWarning(path, "a secret that others may use (mode 0\(digits)): run chmod 600 on it"))
            }
        } catch {
            throw error.advising(advice)
        }
        do {
            return (try decode(try JSONValue(parsing: content)), warnings)
        } catch {
            throw FileError(path, field: error.path, error.message, remedy: advice)
        }
    }

    /// The key in the member that both files have. Its errors show nothing of it.
    static func privateKey(in reader: JSONReader) throws(JSONError) -> Ed25519PrivateKey {
        let member = try reader["priv_key"]
        if member.isNull { throw member.error("missing") }
        do {
            return try Ed25519PrivateKey.decoded(from: member.value)
        } catch {
            throw error.inside(member.path)
        }
    }
}
