import ArgumentParser
import Chain
import Dispatch
import Foundation
import Logging
import NodeRuntime
import NodeSettings
import Signer

/// Runs the node until it is told to stop.
struct Start: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Run the node.", aliases: ["run", "node"])

    @OptionGroup var options: HomeOptions

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Record all that the engine is told and what it makes of it into this new file, for `daon-simulate --replay`.",
            valueName: "file"))
    var record: String?

    func run(with flags: CommandLineSettings) async throws {
        let configuration = try options.settings(flags)
        let log = try Start.logger(configuration)
        var (parameters, warnings) = try NodeParameters.read(options.directory, configuration)
        parameters.recordingPath = record
        Terminal.say("node_id: \(parameters.nodeKey.id)")
        for warning in warnings { log.warning("\(warning)") }
        log.info(
            "starting",
            metadata: [
                "version": "\(NodeVersion.full)", "chain_id": "\(parameters.genesis.chainID)",
                "home": "\(options.directory.path)",
            ])
        let (signals, stopped) = Start.signals()
        let node = try await Node.start(parameters, log: log) { error in
            // Nothing more may leave this process; the supervisor reads the code.
            Terminal.fail(error.description, code: error.exitCode)
        }
        if let address = node.rpcAddress { log.info("serving RPC", metadata: ["address": "\(address)"]) }
        for await signal in stopped {
            log.info("stopping", metadata: ["signal": "\(signal)"])
            break
        }
        for signal in signals { signal.cancel() }
        try await node.stop()
        log.info("stopped")
    }

    private static func logger(_ configuration: NodeConfiguration) throws -> Logger {
        let levels: LogLevels
        do {
            levels = try LogLevels(configuration.logLevel)
        } catch {
            throw CommandError(description: "log_level: \(error)")
        }
        let format = LineLogHandler.Format(rawValue: configuration.logFormat) ?? .plain
        let level: Logger.Level =
            switch levels.general {
            case .debug: .debug
            case .info: .info
            case .error: .error
            case .none: .critical
            }
        return Logger(label: "daon-node") { LineLogHandler(label: $0, format: format, level: level) }
    }

    /// SIGTERM and SIGINT as elements of a stream, instead of the end of the process.
    private static func signals() -> (sources: [any DispatchSourceSignal], received: AsyncStream<String>) {
        let (stream, continuation) = AsyncStream<String>.makeStream()
        let sources = [(SIGTERM, "SIGTERM"), (SIGINT, "SIGINT")].map { number, name in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield(name) }
            source.resume()
            return source
        }
        return (sources, stream)
    }
}
