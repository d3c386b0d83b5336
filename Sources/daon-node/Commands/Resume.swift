import ArgumentParser
import Chain
import Cryptography
import Evidence
import Execution
import Foundation
import NodeRuntime
import NodeSettings
import Signer
import Store
import Wire

/// Lets the node sign again after a validator has signed twice, or after several have lost their data together.
struct Resume: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Let this node sign again after a validator has signed twice, or several have lost their data.",
        discussion: """
            Evidence: on a chain whose fault model is `crash`, agreement rests on nobody signing twice. When somebody does, every node \
            that learns of it stops signing and names the equivocation in its log and in /status \
            (fault_budget.signing_stopped_by). Find out what runs with that validator's key, and stop it; then stop this \
            node, run this command, and start it again. What was decided is not touched.

            Lost data: validators whose data came back from a checkpoint sign nothing before they have heard all others. Where \
            several lost it at once, they wait for each other. Name all of them with --lost. Where the chain goes on \
            without them, that is recorded on their nodes. Where it stands still, stop every node, and run the same command \
            on every one, those with their data included: --lost of each, --height the highest that any node with its data \
            is deciding (latest_block_height in its /status, plus one), --round above all rounds of that height. From there \
            on everyone votes again: what was decided is decided again, and nothing is signed twice. Nobody else may be \
            running with one of the keys.
            """)

    @OptionGroup var options: HomeOptions

    @Option(name: .long, help: "The equivocation's name: 64 hexadecimal digits. May be given several times.")
    var evidence: [String] = []

    @Option(
        name: .long,
        help:
            "The consensus address of a validator that has lost its data: 40 hexadecimal digits. Several times for several."
    )
    var lost: [String] = []

    @Option(name: .long, help: "With --lost: the height at which all go on together.")
    var height: Int64?

    @Option(name: .long, help: "With --height: the round in which all go on together (10).")
    var round: Int32?

    func validate() throws {
        if evidence.isEmpty == lost.isEmpty {
            throw ArgumentParser.ValidationError(
                "one of --evidence (the node's log and /status name it) and --lost (a validator's consensus address) is needed"
            )
        }
        if (height != nil && lost.isEmpty) || (round != nil && height == nil) {
            throw ArgumentParser.ValidationError("--height belongs to --lost, and --round to --height")
        }
    }

    func run(with flags: CommandLineSettings) async throws {
        if !lost.isEmpty { return try recordLoss(flags) }
        let names = try evidence.map { text in
            guard let bytes = Hex.decode(text), let name = Hash(bytes) else {
                throw CommandError(
                    description: "--evidence \(text): 64 hexadecimal digits are expected, as the node's log shows them")
            }
            return name
        }
        let files = options.directory.files(try options.settings(flags))
        let store = try ChainStore(in: try DataFolder(files.dataFolder))
        let (state, known) = try store.read { (try $0.state, try $0.equivocations) }
        guard let state else {
            throw CommandError(description: "\(files.dataFolder) holds no chain yet: there is nothing to resume after")
        }
        if state.consensusParameters.faultModel != .crash {
            throw CommandError(
                description:
                    "the fault model of chain \(state.chainID) is \(state.consensusParameters.faultModel.rawValue): "
                    + "its nodes do not stop signing when somebody signs twice")
        }
        let time = UInt64(max(0, Date().timeIntervalSince1970))
        for name in names {
            try store.resume(after: name, at: time)
            if let equivocation = known.first(where: { $0.hash == name }) {
                Terminal.say(
                    "Recorded: from its next start the node signs again, though validator \(equivocation.validator) has "
                        + "signed twice at height \(equivocation.height).")
            } else {
                Terminal.say(
                    "Recorded: from its next start the node signs again after \(name). The store does not know this "
                        + "equivocation yet; it is known when a block was decided after it.")
            }
        }
    }

    private func recordLoss(_ flags: CommandLineSettings) throws {
        let forgetful = try lost.map { text in
            guard let bytes = Hex.decode(text), let address = Address(bytes) else {
                throw CommandError(
                    description:
                        "--lost \(text): 40 hexadecimal digits are expected, as `daon-node validator list` shows them")
            }
            return address
        }
        let highest = SharedLoss.Restart.roundMaximum
        let round = self.round.map { Round($0) } ?? SharedLoss.Restart.roundDefault
        if let height, height < 1 { throw CommandError(description: "--height \(height): the first height is 1") }
        if round < 1 || round > highest {
            throw CommandError(description: "--round \(round): expected 1 to \(highest); time-outs grow with the round")
        }
        let loss = SharedLoss(
            forgetful: forgetful, restart: height.map { SharedLoss.Restart(height: Height($0), round: round) })
        let files = options.directory.files(try options.settings(flags))
        let outcome = try LossStatement(
            dataFolder: files.dataFolder, signStatePath: files.signState,
            validatorKey: ValidatorKey.read(files.validatorKey).key
        ).record(loss)
        let who = outcome.hasForgotten ? "this validator's data is lost" : "this node has its data"
        guard let restart = loss.restart else {
            Terminal.say("Recorded, \(who): it waits for nobody who is named. Next: daon-node start")
            return
        }
        Terminal.say(
            "Recorded, \(who): from its next start it goes on in round \(restart.round) of height \(restart.height). Its next "
                + "height is \(outcome.nextHeight). Run the same command on every other node, then start them.")
    }
}
