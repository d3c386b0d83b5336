import ArgumentParser
import Foundation
import NodeRuntime
import NodeSettings

/// The node's command line: CometBFT's verbs, and every setting as a flag.
@main
struct DaonNode: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "daon-node",
        abstract: "A validator of a CometBFT v0.38 chain.",
        discussion: """
            Settings come from config/config.toml in the home folder. Each can be given as a flag, such as \
            --rpc.laddr tcp://127.0.0.1:26657, or in the environment, such as DAON_RPC_LADDR; flags win. \
            `daon-node settings` lists them all.
            """,
        subcommands: [
            Initialize.self, Testnet.self, Start.self, WaitForNode.self, ShowNodeID.self, ShowValidator.self,
            GenerateValidator.self,
            UnsafeResetAll.self, UnsafeResetPrivValidator.self, Resume.self, Export.self, CheckpointCommands.self,
            RollbackCommand.self,
            Settings.self, Version.self,
            AccountKeys.self, Tx.self, Query.self, ValidatorCommands.self, VoteCommands.self,
        ])

    static func main() async {
        do {
            let flags = try CommandLineSettings(Array(CommandLine.arguments.dropFirst()))
            var command = try parseAsRoot(flags.remaining)
            if let command = command as? any NodeCommand {
                try await command.run(with: flags)
            } else if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let error as NodeError {
            Terminal.fail("\(error)", code: error.exitCode)
        } catch let error as CommandError {
            Terminal.fail(error.description, code: error.code)
        } catch  where error is ExitCode || exitCode(for: error) != .failure {
            // Help, and what is wrong with the command line.
            exit(withError: error)
        } catch {
            Terminal.fail("\(error)", code: 1)
        }
    }
}

/// A command that works on a home, with settings from flags.
protocol NodeCommand: ParsableCommand {
    func run(with flags: CommandLineSettings) async throws
}

extension NodeCommand {
    func run() throws {
        throw CleanExit.helpRequest(self)
    }
}
