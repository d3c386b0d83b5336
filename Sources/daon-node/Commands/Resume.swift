import ArgumentParser
import Chain
import Cryptography
import Evidence
import Execution
import Foundation
import NodeSettings
import Store
import Wire

/// Lets the node sign again after a validator has signed twice.
struct Resume: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Let this node sign again after a validator has signed for two different things.",
        discussion: """
            On a chain whose fault model is `crash`, agreement rests on nobody signing twice. When somebody does, every node \
            that learns of it stops signing and names the equivocation in its log and in /status \
            (fault_budget.signing_stopped_by). Find out what runs with that validator's key, and stop it; then stop this \
            node, run this command, and start it again. What was decided is not touched.
            """)

    @OptionGroup var options: HomeOptions

    @Option(name: .long, help: "The equivocation's name: 64 hexadecimal digits. May be given several times.")
    var evidence: [String] = []

    func validate() throws {
        if evidence.isEmpty {
            throw ArgumentParser.ValidationError("--evidence is missing: the node's log and /status name it")
        }
    }

    func run(with flags: CommandLineSettings) async throws {
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
}
