import ArgumentParser
import Chain
import Files
import JSON
import NodeRuntime
import NodeSettings

/// Writes the application's state as the genesis of a chain that goes on from it.
struct Export: NodeCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the state of a stopped node as a genesis, from which `init --import` makes a home.",
        discussion: "With the same state always the same document. The chain that begins with it has the same app hash."
    )

    @OptionGroup var options: HomeOptions

    @Option(help: "The height whose state is wanted, one of the last hundred; the last when it is not given.")
    var height: Int64?

    @Option(name: .customLong("output-document"), help: "The file to write; standard output when it is not given.")
    var output: String?

    func run(with flags: CommandLineSettings) async throws {
        let configuration = try options.settings(flags)
        let files = options.directory.files(configuration)
        let genesis = try Genesis.read(files.genesis, now: SystemClock().now().wall).document
        let document = try StateExport.genesis(
            dataFolder: files.dataFolder, genesis: genesis, application: try configuration.builtInApplication(),
            height: height.map { Height($0) })
        let text = document.json.indented() + [UInt8(ascii: "\n")]
        guard let output else { return Terminal.write(text) }
        try DurableFile.replace(output, with: text, mode: 0o644)
        Terminal.say("Wrote the state before height \(document.initialHeight) to \(output).")
    }
}
