import Foundation
import WideAreaNetwork

/// The datacenters and the ways between them.
final class Network {
    let datacenters: [Datacenter]
    private let line: LineProcess
    private var fillers: [Filler] = []
    /// How many of the sites make a quorum.
    let quorum: Int

    init(_ options: Options) throws {
        let sites: [Site] = options.isCrash ? [.virginia, .frankfurt, .tokyo] : Site.allCases
        quorum = options.isCrash ? 2 : 3
        line = try LineProcess(options.delayLine, sites)
        if !FileManager.default.fileExists(atPath: options.folder) {
            let maker = Process()
            maker.executableURL = URL(filePath: options.node)
            maker.arguments =
                [
                    "testnet", "--v", "\(sites.count)", "--o", options.folder, "--starting-ip-address", "10.88.0.1",
                    "--chain-id", "datacenters", "--fault-model", options.isCrash ? "crash" : "byzantine",
                ] + options.settings
            try maker.run()
            maker.waitUntilExit()
            if maker.terminationStatus != 0 { throw Complaint("daon-node testnet failed") }
            if let bytes = options.blockBytes {
                for number in sites.indices {
                    try Network.limitBlocks(to: bytes, in: "\(options.folder)/node\(number)")
                }
            }
        }
        datacenters = line.places.enumerated().map { number, place in
            Datacenter(
                place, program: options.node, home: "\(options.folder)/node\(number)", arguments: options.settings)
        }
        if FileManager.default.fileExists(atPath: "\(options.folder)/node\(sites.count)")
            || !datacenters.allSatisfy({
                FileManager.default.fileExists(atPath: ($0.log as NSString).deletingLastPathComponent)
            })
        {
            throw Complaint("\(options.folder) is of another network: remove it, or name another folder")
        }
    }

    /// Evidence has its room within the block's.
    private static func limitBlocks(to bytes: Int, in home: String) throws {
        let path = "\(home)/config/genesis.json"
        var genesis = try String(contentsOfFile: path, encoding: .utf8)
        genesis = genesis.replacing(/"max_bytes": *"\d+"/) { _ in "\"max_bytes\": \"\(bytes)\"" }
        try genesis.write(toFile: path, atomically: true, encoding: .utf8)
    }

    func start() throws {
        for datacenter in datacenters { try datacenter.start() }
    }

    func end() {
        for filler in fillers { filler.end() }
        for datacenter in datacenters { datacenter.end(SIGTERM) }
        line.end()
    }

    /// What became of a command that takes no time.
    func carryOut(_ command: Command) throws {
        switch command {
        case .cut(let site): try change(site, "isolate") { $0.isCut = true }
        case .heal(let site): try change(site, "rejoin") { $0.isCut = false }
        case .kill(let site): for datacenter in datacenters where datacenter.site == site { datacenter.end(SIGKILL) }
        case .start(let site): for datacenter in datacenters where datacenter.site == site { try datacenter.start() }
        case .fill(let bytes):
            for filler in fillers { filler.end() }
            fillers = bytes == 0 ? [] : datacenters.map { Filler($0.client, name: $0.site.rawValue, bytes: bytes) }
        case .wait, .measure, .quit: return
        }
    }

    private func change(_ site: Site, _ command: String, _ note: (Datacenter) -> Void) throws {
        let answer = try line.tell("\(command) \(site.rawValue)")
        if answer != "done" { throw Complaint(answer) }
        for datacenter in datacenters where datacenter.site == site { note(datacenter) }
    }

    /// Bytes that each site has sent and received, packets' headers included.
    func traffic() throws -> [Int] {
        let words = try line.tell("traffic").split(separator: " ").dropFirst()
        return datacenters.indices.map { number in
            words.dropFirst(3 * number + 1).prefix(2).compactMap { Int($0) }.reduce(0, +)
        }
    }
}
