import ArgumentParser
import Chain
import Dispatch
import Foundation
import Logging
import NodeRuntime
import NodeSettings
import PeerMessages
import PeerProtocol
import Signer

/// Runs the node until it is told to stop.
struct Start: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Run the node.", aliases: ["run", "node"])

    @OptionGroup var options: HomeOptions

    @OptionGroup var genesis: GenesisOptions

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Record all that the engine is told and what it makes of it into this new file, for `daon-simulate --replay`.",
            valueName: "file"))
    var record: String?

    func run(with flags: CommandLineSettings) async throws {
        try genesis.check()
        try makeHomeIfJoining(flags)
        var configuration = try options.settings(flags)
        let threshold = LogThreshold(try Start.level(configuration))
        let log = Start.logger(configuration, threshold)
        try mergePeers(log)
        configuration.peers.persistentPeers = try options.directory.persistentPeers(configuration)
        let signals = ProcessSignals()
        let sources = signals.watch()
        defer { for source in sources { source.cancel() } }
        if try await !obtainGenesis(configuration, signals, log) { return log.info("stopped") }
        if try await !beginWithCheckpoint(configuration, signals, log) { return log.info("stopped") }
        var (parameters, warnings) = try NodeParameters.read(options.directory, configuration)
        parameters.recordingPath = record
        Terminal.say("node_id: \(parameters.nodeKey.id)")
        for warning in warnings { log.warning("\(warning)") }
        log.info(
            "starting",
            metadata: [
                "version": "\(NodeVersion.full)", "chain_id": "\(parameters.genesis.chainID)",
                "genesis_hash": "\(GenesisOffer(parameters.genesis).summary.hash)", "home": "\(options.directory.path)",
            ])
        let node = try await Node.start(parameters, log: log) { error in
            // Nothing more may leave this process; the supervisor reads the code.
            Terminal.fail(error.description, code: error.exitCode)
        }
        if let address = node.rpcAddress { log.info("serving RPC", metadata: ["address": "\(address)"]) }
        if let address = node.apiAddress { log.info("serving REST", metadata: ["address": "\(address)"]) }
        for await signal in signals.listen() {
            if signal == ProcessSignals.reloading {
                reload(flags, node, threshold, log)
                continue
            }
            log.info("stopping", metadata: ["signal": "\(signal)"])
            break
        }
        try await node.stop()
        log.info("stopped")
    }

    /// Reads the log level and the persistent peers again. What is wrong with them is said, and changes nothing.
    private func reload(_ flags: CommandLineSettings, _ node: Node, _ threshold: LogThreshold, _ log: Logger) {
        do {
            let configuration = try options.settings(flags)
            let level = try Start.level(configuration)
            let peers = try locations("persistent_peers", options.directory.persistentPeers(configuration))
            threshold.level = level
            node.keepConnected(with: peers)
            log.notice(
                "read again: log_level, persistent_peers",
                metadata: ["log_level": "\(configuration.logLevel)", "persistent_peers": "\(peers.count)"])
        } catch {
            log.error("nothing was changed", metadata: ["signal": "\(ProcessSignals.reloading)", "reason": "\(error)"])
        }
    }

    private static func level(_ configuration: NodeConfiguration) throws -> Logger.Level {
        let levels: LogLevels
        do {
            levels = try LogLevels(configuration.logLevel)
        } catch {
            throw CommandError(description: "log_level: \(error)")
        }
        return switch levels.general {
        case .debug: .debug
        case .info: .info
        case .error: .error
        case .none: .critical
        }
    }

    private static func logger(_ configuration: NodeConfiguration, _ threshold: LogThreshold) -> Logger {
        let format = LineLogHandler.Format(rawValue: configuration.logFormat) ?? .plain
        return Logger(label: "daon-node") { LineLogHandler(label: $0, format: format, threshold: threshold) }
    }
}
