import ArgumentParser
import NodeRuntime
import NodeSettings

/// Lists what is in the folder of checkpoints.
struct ListCheckpoints: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List checkpoints, the lowest first; only their beginnings are verified.")

    @OptionGroup var options: CheckpointOptions

    func run(with flags: CommandLineSettings) async throws {
        let folder = options.folder(try options.home.settings(flags))
        var summaries: [CheckpointSummary] = []
        var refused: [String] = []
        for height in try folder.heights() {
            do {
                summaries.append(try CheckpointFile.look(folder.path(of: height)))
            } catch let error as CheckpointFileError {
                refused.append("\(error)")
            }
        }
        if summaries.isEmpty && options.output == .text {
            Terminal.note("There is no checkpoint in \(folder.path).")
        } else {
            options.output.show(list: summaries.map(\.members))
        }
        for text in refused { Terminal.warn(text) }
    }
}
