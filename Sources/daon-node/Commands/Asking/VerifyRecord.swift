import ArgumentParser
import Chain
import Cryptography
import JSON
import LightClient
import RegistryClient
import Transactions
import Wire

struct VerifyRecord: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Is a work registered?",
        discussion: """
            With --prove the node need not be believed: the record and its proof, the header and its signatures are \
            checked here, beginning with a header that you trust (its height and hash, from a source of yours).
            Exit code 0: the work is registered; 1: it is not; 2: nobody knows, for the reason on standard error.
            """, aliases: ["verify-content"])

    @Argument(help: "A file, a hash, or - for standard input.")
    var work: String

    @Option(help: "What the hash is made of, when a file is given: text or file.")
    var kind: String?

    @Flag(help: "Check everything here.")
    var prove = false

    @Option(name: .customLong("trust-height"), help: "The height of a header that you trust.")
    var trustHeight: Int64?

    @Option(name: .customLong("trust-hash"), help: "The hash of that header, in hexadecimal.")
    var trustHash: String?

    @Option(name: .customLong("trust-days"), help: "For how many days a header vouches for later ones.")
    var trustDays: Int64 = 14

    @Option(name: .customLong("fault-model"), help: "The chain's fault model: byzantine or crash.")
    var faultModel = "byzantine"

    @OptionGroup var options: NodeOptions
    @OptionGroup var unused: UnusedHomeOptions

    func run() throws {
        do {
            try verify()
        } catch let error as ExitCode {
            throw error
        } catch {
            // 1 would say that the work is not registered.
            throw CommandError(description: "\(error)", code: 2)
        }
    }

    private func verify() throws {
        let kind = try kind.map { try ContentKind(ByteString($0)) }
        let (hash, _) = try WorkOptions.hash(work, kind)
        let client = try options.client()
        guard prove else {
            if trustHeight != nil || trustHash != nil {
                throw CommandError(description: "--trust-height and --trust-hash go with --prove")
            }
            try show(try client.record(hash), hash, [])
            return
        }
        let proven = try proven(hash, client)
        let header = proven.header.header
        try show(
            proven.record, hash,
            [
                ("proven_height", .decimal(proven.height.rawValue)), ("app_hash", .text("\(header.appHash)")),
                ("block_hash", .text(header.hash?.description ?? "")), ("block_time", .text("\(header.time)")),
            ])
    }

    private func proven(_ hash: ContentHash, _ client: NodeClient) throws -> RecordVerifier.Proven {
        guard let trustHeight, trustHeight > 0, let trustHash else {
            throw CommandError(
                description: "--prove needs --trust-height and --trust-hash: a block whose hash you have from a source "
                    + "that you trust")
        }
        guard let trusted = Hex.decode(trustHash).flatMap({ Hash($0) }) else {
            throw CommandError(description: "--trust-hash \(trustHash): expected 64 hexadecimal digits")
        }
        guard let model = FaultModel(rawValue: faultModel) else {
            throw CommandError(description: "--fault-model \(faultModel): choose byzantine or crash")
        }
        guard (1...3650).contains(trustDays) else {
            throw CommandError(description: "--trust-days \(trustDays): expected 1 to 3650")
        }
        let verifier = LightVerifier(trustingPeriod: .seconds(trustDays * 86_400), faultModel: model)
        return try RecordVerifier(node: client, verifier: verifier).verify(
            hash, trusting: Height(trustHeight), trusted, now: SystemTime.now)
    }

    /// Prints what was found; a work that is not registered ends with exit code 1, as `grep` does.
    private func show(_ record: RecordAnswer?, _ hash: ContentHash, _ more: [(String, JSONValue)]) throws {
        guard let record else {
            options.output.show([("verified", .bool(false)), ("content_hash", .text(hash.text))] + more)
            throw ExitCode(1)
        }
        options.output.show([("verified", .bool(true))] + record.members + more)
    }
}
