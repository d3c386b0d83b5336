import ArgumentParser
import NodeRuntime
import NodeSettings

/// Reads a checkpoint to its end and says whether it is one.
struct VerifyCheckpoint: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify all of a checkpoint: digests, signatures of the validators, and the hash over the state.")

    @OptionGroup var options: CheckpointOptions

    @Argument(help: "The file; the highest checkpoint in the folder when it is not given.")
    var file: String?

    func run(with flags: CommandLineSettings) async throws {
        let path = try file ?? options.highest(flags)
        options.output.show(try CheckpointFile.read(path).members)
        if options.output == .text {
            Terminal.note("It is whole, and a quorum of its validators has signed its state.")
        }
    }
}

extension CheckpointOptions {
    /// The highest checkpoint in the folder.
    func highest(_ flags: CommandLineSettings) throws -> String {
        let folder = folder(try home.settings(flags))
        guard let height = try folder.heights().last else {
            throw CommandError(description: "there is no checkpoint in \(folder.path): name a file")
        }
        return folder.path(of: height)
    }
}
