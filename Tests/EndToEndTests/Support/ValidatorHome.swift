import Foundation

/// What is done to a validator's home, and read of it, while no node runs there.
enum ValidatorHome {
    /// Brings a home to where it has settings, keys and an old copy of what it had signed, and restores a checkpoint.
    static func wipe(_ home: String, signState: Data, checkpoint: String) throws {
        try FileManager.default.removeItem(atPath: "\(home)/data")
        try FileManager.default.createDirectory(atPath: "\(home)/data", withIntermediateDirectories: true)
        try signState.write(to: URL(filePath: "\(home)/data/priv_validator_state.json"))
        let restored = try NodeProcess.run(["checkpoint", "restore", checkpoint, "--home", home])
        if restored.end != .exit(0) { throw TestError("\(restored)") }
    }

    static func signedHeight(_ home: String) throws -> Int64 {
        let content = try Data(contentsOf: URL(filePath: "\(home)/data/priv_validator_state.json"))
        return try Answer(JSONSerialization.jsonObject(with: content)).height.decimal
    }
}
