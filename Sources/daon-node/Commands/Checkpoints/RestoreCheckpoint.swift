import ArgumentParser
import Chain
import NodeRuntime
import NodeSettings
import Signer

/// Makes a home's chain of a checkpoint.
struct RestoreCheckpoint: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Restore a checkpoint into a home without a chain; all of it is verified before.",
        discussion: """
            Settings, genesis and keys must be there, and priv_validator_state.json as it was last: from the key's backup if \
            from nowhere else. What the key has signed since is not known, so a validator signs again only when it has heard \
            all others, from two heights above them on.
            """)

    @OptionGroup var options: CheckpointOptions

    @Argument(help: "The file; the highest checkpoint in the folder when it is not given.")
    var file: String?

    @Option(name: .long, help: "Refuse it unless this is its hash, as `create` and `verify` print it.")
    var hash: String?

    @Option(
        name: .customLong("block-hash"),
        help: "Refuse it unless its block has this hash, which you know to be the chain's.")
    var blockHash: String?

    func run(with flags: CommandLineSettings) async throws {
        let configuration = try options.home.settings(flags)
        let files = options.home.directory.files(configuration)
        let path = try file ?? options.highest(flags)
        let genesis = try Genesis.read(files.genesis, now: SystemClock().now().wall).document
        let key = try ValidatorKey.read(files.validatorKey).key
        let outcome = try CheckpointRestoration(
            dataFolder: files.dataFolder, genesis: genesis, signStatePath: files.signState, validatorKey: key
        ).restore(path, hash: checkpointHash(hash, "--hash"), blockHash: checkpointHash(blockHash, "--block-hash"))
        options.output.show(outcome.summary.members)
        if options.output != .text { return }
        Terminal.note("Restored: the node goes on after height \(outcome.summary.height).")
        if outcome.keyMustListen {
            Terminal.note(
                "Its key may have signed since: it signs again when it has heard every other validator, from two heights "
                    + "above them on.")
        }
        Terminal.note("Next: daon-node start --home \(options.home.directory.path)")
    }
}
