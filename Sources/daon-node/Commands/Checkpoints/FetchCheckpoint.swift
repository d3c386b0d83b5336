import ArgumentParser
import Chain
import Files
import Foundation
import Logging
import NodeRuntime
import NodeSettings
import PeerMessages
import Signer
import Synchronization

/// Fetches a checkpoint from peers.
struct FetchCheckpoint: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch", abstract: "Fetch a checkpoint from peers, and verify all of it.",
        discussion: """
            The highest that peers offer is taken, from all that have it; what was fetched before a stop is not fetched again. \
            With --trust-height and --trust-hash (or trust_height and trust_hash of [statesync]) its block must be that one, or \
            follow from it by the headers of statesync.rpc_servers. Without, nothing but its own signatures vouches for it: \
            compare its block_hash with what a node that you trust says of that height.
            """)

    @OptionGroup var options: CheckpointOptions

    @Option(
        name: .long,
        help: ArgumentHelp("Whom to ask; by default the persistent peers.", valueName: "id@host:port,…"))
    var peers: String?

    @Option(name: .long, help: "Only a checkpoint of this height.")
    var height: UInt64?

    @Option(name: .customLong("trust-height"), help: "The height of a block that you know to be the chain's.")
    var trustHeight: Int64?

    @Option(name: .customLong("trust-hash"), help: "That block's hash, in hexadecimal.")
    var trustHash: String?

    @Option(
        name: .customLong("output-document"),
        help: ArgumentHelp("Write it here instead of into the folder of checkpoints.", valueName: "file"))
    var document: String?

    func run(with flags: CommandLineSettings) async throws {
        var configuration = try options.home.settings(flags)
        configuration.peers.persistentPeers = try options.home.directory.persistentPeers(configuration)
        let files = options.home.directory.files(configuration)
        let genesis = try Genesis.read(files.genesis, now: SystemClock().now().wall).document
        let trust = try CheckpointTrust(
            configuration.stateSync, height: trustHeight, hash: trustHash, genesis: genesis)
        if let document, try Folder.entry(at: document) != .absent {
            throw CommandError(description: "\(document) is there already: name another file")
        }
        let named = try peers.map { try locations("--peers", $0.split(separator: ",").map(String.init)) }
        let folder = document.map { CheckpointFolder(Path.folder(of: $0)) } ?? options.folder(configuration)
        // A key of its own: the home's node may run, and be known to these peers.
        var fetching = try CheckpointFetching(
            configuration, .generate(), genesis: genesis, peers: named, trust: trust, folder: folder,
            progress: FetchCheckpoint.progress())
        fetching.height = height
        fetching.target = document
        let signals = ProcessSignals()
        let sources = signals.watch()
        defer { for source in sources { source.cancel() } }
        let log = Logger(label: "daon-node") { _ in WarningLines() }
        guard let summary = try await fetchCheckpoint(fetching, signals, log) else {
            throw CommandError(description: "stopped; what was fetched is kept, and the next fetch goes on with it")
        }
        options.output.show(summary.members)
        if let trust {
            Terminal.note(
                "It is whole, and its block \(trust.only == nil ? "follows from" : "is") the one that you trust.")
        } else {
            Terminal.warn(
                "it is whole, and a quorum of its validators has signed its state; whether they are the chain's is not "
                    + "known. Ask a node that you trust for block \(summary.height), and restore it with --block-hash")
        }
    }

    /// Says how far it is: a line for every tenth of it, and at most one a second.
    private static func progress() -> @Sendable (Int, Int, UInt64) -> Void {
        let last = Mutex((tenth: -1, at: ContinuousClock.now - .seconds(2)))
        return { done, total, height in
            let isDue = last.withLock { last in
                let tenth = total == 0 ? 10 : done * 10 / total
                if tenth <= last.tenth || (done < total && last.at.duration(to: .now) < .seconds(1)) { return false }
                last = (tenth, .now)
                return true
            }
            if isDue { Terminal.note("height \(height): \(done) of \(total) pieces") }
        }
    }
}

/// What is amiss, as lines on standard error.
private struct WarningLines: LogHandler {
    var logLevel = Logger.Level.warning
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        Terminal.warn("\(event.message)")
    }
}
