import ArgumentParser

struct ShowRecord: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "record", abstract: "Show a record.")

    @Argument(help: "The work: a file or its hash.")
    var work: String

    @OptionGroup var options: NodeOptions
    @OptionGroup var unused: UnusedHomeOptions

    func run() throws {
        options.output.show(try options.client().known(work).members)
    }
}
