import ArgumentParser
import Chain
import Foundation
import JSON
import RegistryClient
import Transactions
import Wire

/// Registers the works of a table, a hundred in a transaction.
struct RegisterBatch: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register-batch", abstract: "Register the works of a CSV file.",
        discussion: """
            The first line names the columns: hash or file, and any of license, owner, kind, licensing_uri, ai_policy, \
            platform. Every line is checked before the first transaction is sent. A work that is registered already \
            does not stop the others.
            """)

    @Argument(help: "The CSV file.")
    var table: String

    @Option(name: .shortAndLong, help: "The licence of works whose line has none.")
    var license: String?

    @OptionGroup var sending: SendingOptions

    func run() throws {
        guard let content = FileManager.default.contents(atPath: table) else {
            throw CommandError(description: "\(table) cannot be read")
        }
        let works = try works(WorkTable(Array(content)))
        if works.isEmpty { throw CommandError(description: "\(table) has no works") }
        let sender = try sending.sender(unordered: true)
        var progress = Progress(total: works.count, isQuiet: sending.node.output == .json)
        var results: [[(String, JSONValue)]] = []
        var counts = (new: 0, existing: 0, foreign: 0)
        for start in stride(from: 0, to: works.count, by: MsgRegisterContentBatch.worksMaximum) {
            let part = works[start..<min(start + MsgRegisterContentBatch.worksMaximum, works.count)]
            let message = MsgRegisterContentBatch(creator: sender.address, works: part.map(\.work))
            let hash = try sender.send([.registerBatch(message)], now: SystemTime.now)
            let found = try sender.wait(for: hash, seconds: sending.waitSeconds)
            for (entry, outcome) in zip(part, found.registrations) {
                switch (outcome.isExisting, outcome.code) {
                case (false, 0): counts.new += 1
                case (true, 0): counts.existing += 1
                default:
                    counts.foreign += 1
                    progress.note(
                        "line \(entry.line): \(entry.work.contentHash) belongs to \(outcome.owner?.text ?? "another") "
                            + "since block \(outcome.height)")
                }
                results.append(RegisterBatch.result(entry, outcome, found))
            }
            progress.advance(part.count)
        }
        progress.finish()
        if sending.node.output == .json {
            sending.node.output.show(list: results)
        } else {
            Terminal.say(
                "\(counts.new) registered, \(counts.existing) registered before, \(counts.foreign) of other owners")
        }
    }

    private static func result(
        _ entry: (line: Int, work: Work), _ outcome: RegistrationOutcome, _ found: CommittedTransaction
    ) -> [(String, JSONValue)] {
        let status = outcome.code != 0 ? "other_owner" : outcome.isExisting ? "existing" : "registered"
        return [
            ("line", .integer(entry.line)), ("content_hash", .text(entry.work.contentHash.text)),
            ("status", .text(status)), ("owner", .text(outcome.owner?.text ?? "")),
            ("tx_hash", .text("\(outcome.transactionHash ?? found.hash)")),
            ("height", .decimal(outcome.isExisting ? outcome.height : found.height.rawValue)),
        ]
    }

    /// The works, or all that is wrong with them.
    private func works(_ table: WorkTable) throws -> [(line: Int, work: Work)] {
        var works: [(line: Int, work: Work)] = []
        var problems: [String] = []
        var lines: [ContentHash: Int] = [:]
        for row in table.rows {
            do {
                let work = try work(row)
                if let first = lines[work.contentHash] {
                    problems.append("line \(row.line): the same work as line \(first)")
                }
                lines[work.contentHash] = row.line
                works.append((row.line, work))
            } catch let error as CommandError {
                problems.append("line \(row.line): \(error.description)")
            } catch {
                problems.append("line \(row.line): \(error)")
            }
        }
        if problems.isEmpty { return works }
        let shown = problems.prefix(20).joined(separator: "\n")
        let rest = problems.count > 20 ? "\nand \(problems.count - 20) more" : ""
        throw CommandError(description: "nothing was sent:\n\(shown)\(rest)")
    }

    private func work(_ row: WorkTable.Row) throws -> Work {
        guard let license = row.cell("license") ?? license else {
            throw CommandError(description: "no licence: give it in a column license, or to all with --license")
        }
        let kind = try row.cell("kind").map { try ContentKind(ByteString($0)) }
        guard let source = row.cell("hash") ?? row.cell("file").map(besideTable) else {
            throw CommandError(description: "neither hash nor file")
        }
        if row.cell("hash") != nil && row.cell("file") != nil {
            throw CommandError(description: "hash and file: leave one out")
        }
        let (hash, found) =
            row.cell("hash") != nil
            ? (try WorkOptions.parsed(source), kind ?? .hashOnly) : try WorkOptions.hash(source, kind)
        return Work(
            contentHash: hash, license: try License(ByteString(license)),
            platform: ByteString(row.cell("platform") ?? ""),
            owner: try row.cell("owner").map { try sending.keys.account($0) },
            aiTrainingPolicy: try row.cell("ai_policy").map { try AITrainingPolicy(ByteString($0)) },
            licensingURI: try row.cell("licensing_uri").map { try LicensingURI(ByteString($0)) }, contentKind: found)
    }

    /// Files are named as they are seen from the table.
    private func besideTable(_ file: String) -> String {
        if file.hasPrefix("/") { return file }
        return URL(filePath: table).deletingLastPathComponent().appending(path: file).path
    }
}

/// How far a long command is: a bar on a terminal, lines elsewhere.
struct Progress {
    private let total: Int
    private let isTerminal: Bool
    private let isQuiet: Bool
    private var done = 0

    init(total: Int, isQuiet: Bool) {
        self.total = total
        self.isQuiet = isQuiet
        isTerminal = isatty(2) == 1
    }

    mutating func advance(_ count: Int) {
        done += count
        if isQuiet { return }
        if isTerminal {
            let width = 30
            let filled = width * done / max(1, total)
            let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
            Terminal.note("\r[\(bar)] \(done) of \(total)", end: "")
        } else {
            Terminal.note("\(done) of \(total)")
        }
    }

    /// A line that stays.
    func note(_ text: String) {
        if isQuiet { return }
        Terminal.note((isTerminal ? "\r\u{1b}[K" : "") + text)
    }

    func finish() {
        if isTerminal && !isQuiet { Terminal.note("") }
    }
}
