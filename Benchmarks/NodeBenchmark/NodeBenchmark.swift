import ArgumentParser
import Foundation

/// Measures a node from outside, as its operator and its clients see it.
///
/// It speaks to the node by what CometBFT has too (verbs, `config.toml`, RPC), so that it measures CometBFT the same way.
@main
struct NodeBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "node-benchmark",
        abstract: "Measures a node: one validator, the key-value store, no pause between blocks.",
        discussion: """
            Each measurement starts a node of its own with a new home on the disk of --folder. With --compare, both nodes \
            take turns in every run, so that the machine's moods meet both.
            """)

    @Option(help: "The node's program: daon-node, or another with CometBFT's verbs and files.")
    var node: String

    @Option(help: "A second program, measured in turns with the first.")
    var compare: String?

    @Option(help: "How often everything is measured.")
    var runs = 3

    @Option(help: "How long a measurement lasts once the node is warm.")
    var seconds = 4.0

    @Option(help: "The first of fifty ports for networks.")
    var port: UInt16 = 27656

    @Option(
        parsing: .upToNextOption,
        help: "Which measurements; if none is named, all but those of the registry and networks.")
    var only: [Measurement] = []

    @Option(help: "Where the homes are made: on the disk that matters.")
    var folder = "/var/tmp"

    @Option(help: "For million: registrations of a block, at most; as many as its usual size takes if none is given.")
    var blockRegistrations: Int?

    @Option(
        help: """
            For million: a folder with a node's home that has the million records, so that they need not be registered \
            in every run; it is made if there is none. The measurement is made in a copy.
            """)
    var keep: String?

    static func main() {
        if let folder = Guardian.folder(in: CommandLine.arguments) { Guardian.watch(over: folder) }
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            exit(withError: error)
        }
    }

    func validate() throws {
        if port > UInt16.max - 50 { throw ValidationError("fifty ports are needed from --port on") }
        if runs < 1 || seconds <= 0 { throw ValidationError("runs and seconds are more than nothing") }
    }

    mutating func run() throws {
        let guardian = try Guardian(below: folder)
        defer { guardian.dismiss() }
        let programs = try [node, compare].compactMap { $0 }.map { try Program($0) }
        let measurements = only.isEmpty ? Measurement.usual : Measurement.allCases.filter(only.contains)
        var tables = programs.map { Results(title: $0.title) }
        for run in 1...runs {
            for measurement in measurements {
                for (index, program) in programs.enumerated() {
                    let bench = Bench(
                        program: program, maker: programs[0], guardian: guardian, port: port,
                        nanoseconds: Int64(seconds * 1e9), blockRegistrations: blockRegistrations,
                        kept: keep.map(KeptHome.init))
                    let figures = try measurement.take(bench)
                    for (figure, value) in figures {
                        tables[index].add(value, to: figure)
                        Terminal.note("run \(run), \(program.title): \(figure.name) \(figure.text(value))")
                    }
                }
            }
        }
        print(Table(tables).text)
    }
}
