import ArgumentParser
import Chain
import Cryptography
import JSON
import NodeRuntime
import NodeSettings
import Wire

/// Copies of the state from which nodes go on without old blocks.
struct CheckpointCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract:
            "Copies of the state, with the signatures that vouch for it: make, list, verify, fetch and restore them.",
        subcommands: [
            CreateCheckpoint.self, ListCheckpoints.self, VerifyCheckpoint.self, FetchCheckpoint.self,
            RestoreCheckpoint.self,
        ])
}

/// Where checkpoints are, and how the answer is printed.
struct CheckpointOptions: ParsableArguments {
    @OptionGroup var home: HomeOptions

    @Option(name: .long, help: "The folder of checkpoints (checkpoint.folder; by default HOME/checkpoints).")
    var folder: String?

    @Option(name: .shortAndLong, help: "How to print: text or json.")
    var output = OutputForm.text

    /// The folder, with what the settings say.
    func folder(_ configuration: NodeConfiguration) -> CheckpointFolder {
        CheckpointFolder(folder ?? home.directory.files(configuration).checkpoints)
    }
}

extension CheckpointSummary {
    var members: [(String, JSONValue)] {
        [
            ("file", .string(ByteString(path))), ("chain_id", .string(chainID.text)),
            ("height", .decimal(height.rawValue)), ("time", .string(ByteString("\(time)"))),
            ("block_hash", .string(ByteString(blockHash.map { "\($0)" } ?? ""))),
            ("app_hash", .string(ByteString("\(appHash)"))), ("validators", .integer(validators)),
            ("bytes", .integer(bytes)),
        ]
            + (contents.map { contents in
                [("entries", .decimal(contents.entries)), ("hash", .string(ByteString("\(contents.hash)")))]
            } ?? [])
    }
}

/// Reads a hash that a person has given.
func checkpointHash(_ text: String?, _ option: String) throws -> Hash? {
    guard let text else { return nil }
    guard let bytes = Hex.decode(text), let hash = Hash(bytes) else {
        throw CommandError(description: "\(option) \(text): 64 hexadecimal digits are expected")
    }
    return hash
}
