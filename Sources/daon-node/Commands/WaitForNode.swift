import ArgumentParser
import Chain
import JSON
import RegistryClient

/// Ends when a node has come to where a script needs it.
struct WaitForNode: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait", abstract: "Wait until a node has caught up, or its chain is at a height or can go on.",
        discussion: """
            For scripts: the node need not have been started yet. Of several conditions all must be met. Exit 1 when \
            the time is up.

              daon-node wait --synced && daon-node tx registry register FILE --license cc_by --from validator
            """)

    @Flag(help: "Until the node has caught up with the chain, and there is a block.")
    var synced = false

    @Flag(help: "Until enough validators are there for the next block.")
    var quorum = false

    @Option(help: "Until the node has the block of this height.")
    var height: Int64?

    @Option(help: "For how many seconds at most; 0 is without end.")
    var timeout = 300

    @OptionGroup var node: NodeOptions

    func validate() throws {
        if !synced && !quorum && height == nil {
            throw ArgumentParser.ValidationError("say what for: --synced, --quorum, --height H, or several of them")
        }
        if let height, height < 1 { throw ArgumentParser.ValidationError("--height \(height): expected at least 1") }
        if timeout < 0 {
            throw ArgumentParser.ValidationError("--timeout \(timeout): expected seconds, or 0 for no end")
        }
    }

    func run() throws {
        let client = try node.client()
        let clock = ContinuousClock()
        let begin = clock.now
        var last = "nothing was asked yet"
        let status = try client.waiting { () throws(ClientError) -> NodeClient.Status? in
            do throws(ClientError) {
                let status = try client.status()
                let missing = missing(status)
                if missing.isEmpty { return status }
                last = "the node is at height \(status.height), and " + missing.joined(separator: ", ")
            } catch .unreachable(let address, let reason) {
                last = "no node answers at \(address): \(reason)"
            }
            if timeout > 0, clock.now - begin >= .seconds(timeout) { throw .notInTime(seconds: timeout, last) }
            return nil
        }
        node.output.show([
            ("height", .decimal(status.height.rawValue)), ("catching_up", .bool(status.isCatchingUp)),
        ])
    }

    /// What is not as it was asked for.
    private func missing(_ status: NodeClient.Status) -> [String] {
        var missing: [String] = []
        if synced && (status.isCatchingUp || status.height == 0) { missing.append("it has not caught up") }
        if quorum {
            switch status.isQuorumOnline {
            case true?: break
            case false?: missing.append("too few validators are there for the next block")
            case nil: missing.append("it does not say whether enough validators are there")
            }
        }
        if let height, status.height.rawValue < height { missing.append("height \(height) is not reached") }
        return missing
    }
}
