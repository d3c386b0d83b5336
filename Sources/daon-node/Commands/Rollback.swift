import ArgumentParser
import Chain
import NodeRuntime
import NodeSettings
import Signer

/// Takes a stopped node one height back.
struct RollbackCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Take a stopped node one height back, and execute the last block once more.",
        discussion: """
            For a node whose state went wrong at the last block: the application goes back with the chain, and this program \
            executes the block again. With --hard the block goes too, and is fetched from other nodes at the next start. What \
            the validator has signed is never forgotten.
            """)

    @OptionGroup var options: HomeOptions

    @Flag(help: "Remove the last block, too.")
    var hard = false

    func run(with flags: CommandLineSettings) async throws {
        let files = options.directory.files(try options.settings(flags))
        let genesis = try Genesis.read(files.genesis, now: SystemClock().now().wall).document
        let outcome = try Rollback(
            dataFolder: files.dataFolder, genesis: genesis, signStatePath: files.signState,
            validatorKey: ValidatorKey.read(files.validatorKey).key
        ).run(removesBlock: hard)
        Terminal.say(
            hard
                ? "Removed block \(outcome.height): the chain is at height \(outcome.lastHeight), app hash "
                    + "\(outcome.appHash)."
                : "Executed block \(outcome.height) once more: the chain is at height \(outcome.lastHeight), app hash "
                    + "\(outcome.appHash).")
    }
}
