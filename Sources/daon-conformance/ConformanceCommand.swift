import ArgumentParser
import Conformance
import Glibc

/// `daon-conformance PATH…`
@main
struct ConformanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "daon-conformance",
        abstract: "Compares the shipped code with vectors that CometBFT computed, and imports captured chains.",
        discussion: """
            Each PATH is a vector file, or the folder of a captured chain (one that holds chain.json). A chain is \
            imported block by block through the shipped validation and execution, running its application itself: \
            stored results are compared, never trusted. What a file is about is recognised by what it holds.

            A line for each path says how many comparisons were made; failures follow it with expected and actual \
            values. Kinds that belong to layers of the node that are not there yet are listed by name. The last \
            line is: N passed, N failed.

            EXIT STATUS: 0 all passed; 1 a failure; 2 a file of unknown format; 64 wrong usage.
            """)

    @Argument(help: ArgumentHelp("A vector file, or the folder of a captured chain.", valueName: "path"))
    var paths: [String]

    @Flag(help: "Count kinds that are not yet supported as failures.")
    var strict = false

    @Flag(help: "Count a refusal in other words than CometBFT's as a failure, not only another verdict.")
    var wording = false

    @Flag(help: "Also print how often each thing was compared.")
    var verbose = false

    func run() throws {
        var run = ConformanceRun(isStrict: strict, comparesWording: wording)
        for path in paths { run.run(path: path) }
        print(run.report.text(isVerbose: verbose))
        if run.report.exitCode != 0 { throw ExitCode(run.report.exitCode) }
    }
}
