import ArgumentParser
import Chain
import Files
import NodeRuntime
import NodeSettings
import Store

/// Makes a checkpoint of a home, whether its node runs or not.
struct CreateCheckpoint: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a checkpoint of the last but one block.",
        discussion: """
            The node may run: it is not waited for, nor does it wait. The last block's header has the hash of the state \
            before it and a quorum has signed it, so the checkpoint is of the block before.
            """)

    @OptionGroup var options: CheckpointOptions

    func run(with flags: CommandLineSettings) async throws {
        let configuration = try options.home.settings(flags)
        let files = options.home.directory.files(configuration)
        let genesis = try Genesis.read(files.genesis, now: SystemClock().now().wall).document
        let summary = try CheckpointCreation.create(
            from: try store(files.dataFolder), genesis: genesis, in: options.folder(configuration))
        options.output.show(summary.members)
    }

    /// The store for itself, or beside the node that has it.
    private func store(_ dataFolder: String) throws -> ChainStore {
        if try Files.Folder.entry(at: Path.inside(dataFolder, "chain.lmdb")) == .absent {
            throw CommandError(description: "the chain has no block yet: there is no chain.lmdb in \(dataFolder)")
        }
        do {
            return try ChainStore(in: try DataFolder(dataFolder))
        } catch DataFolderError.inUse {
            return try ChainStore(reading: dataFolder)
        }
    }
}
