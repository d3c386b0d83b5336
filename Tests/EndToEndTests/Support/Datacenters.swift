import Foundation
import WideAreaNetwork

/// A chain whose nodes are far from each other: one at each site, with the delays of the ways between them.
final class Datacenters {
    /// Whether this process may make networks of its own.
    static let arePossible = geteuid() == 0 && access("/dev/net/tun", R_OK | W_OK) == 0

    private static let namespaceEntry = "/usr/bin/nsenter"

    let sites: [Site]
    private let path: String
    private let line: NodeProcess
    private let input: Int32
    private var answers = 0
    private let namespaces: [NetworkNamespace]

    /// - Parameter flags: For `daon-node testnet`.
    init(_ sites: [Site], _ flags: [String]) throws {
        self.sites = sites
        path = FileManager.default.temporaryDirectory.appending(path: "daon-sites-\(UUID().uuidString)").path
        let made = try NodeProcess.run(
            [
                "testnet", "--v", "\(sites.count)", "--o", path, "--starting-ip-address", "10.88.0.1", "--chain-id",
                "datacenters",
            ] + flags)
        if made.end != .exit(0) { throw TestError("testnet: \(made)") }
        var ends: [Int32] = [0, 0]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        if socketpair(AF_UNIX, kind, 0, &ends) != 0 { throw TestError("no pipe: \(errno)") }
        defer { close(ends[1]) }
        input = ends[0]
        line = try NodeProcess(
            sites.map(\.rawValue), program: NodeProcess.path(of: "delay-line"), input: ends[1])
        guard line.output.line(with: "ready") != nil else { throw TestError("\(line.errors.all())") }
        let output = line.output
        namespaces = try sites.map { site in
            guard let summary = output.line(with: "site \(site.rawValue) "),
                let path = summary.split(separator: " ").last
            else { throw TestError("no site \(site)") }
            return NetworkNamespace(path: String(path))
        }
    }

    deinit {
        close(input)
        line.wait()
        try? FileManager.default.removeItem(atPath: path)
    }

    // MARK: Nodes

    private func place(_ site: Site) throws -> Int {
        guard let place = sites.firstIndex(of: site) else { throw TestError("no site \(site)") }
        return place
    }

    func home(_ site: Site) throws -> String { "\(path)/node\(try place(site))" }

    /// Starts a site's node.
    func launch(_ site: Site, environment: [String: String] = [:]) throws -> NodeProcess {
        try NodeProcess(
            [
                "start", "--home", home(site), "--moniker", site.rawValue, "--p2p.laddr", "tcp://0.0.0.0:26656",
                "--rpc.laddr", "tcp://127.0.0.1:26657",
            ], environment: environment,
            tracer: [Datacenters.namespaceEntry, "--net=\(namespaces[place(site)].path)", "--"])
    }

    /// What a site's node serves, once it does.
    func serving(_ process: NodeProcess, at site: Site) throws -> RunningNode {
        try RunningNode(process, in: namespaces[place(site)])
    }

    /// Starts all of them.
    func start() throws -> [Site: RunningNode] {
        let processes = try sites.map { ($0, try launch($0)) }
        return try Dictionary(uniqueKeysWithValues: processes.map { ($0, try serving($1, at: $0)) })
    }

    // MARK: The ways between them

    /// Nothing passes any more between a site and the others; connections are not closed by that.
    func isolate(_ site: Site) throws { try command("isolate \(site.rawValue)") }

    func rejoin(_ site: Site) throws { try command("rejoin \(site.rawValue)") }

    /// Makes all ways so many times as long as they are.
    func stretch(_ times: Int) throws {
        for (number, site) in sites.enumerated() {
            for other in sites[..<number] {
                let milliseconds = times * Site.delayMilliseconds(site, other)
                try command("delay \(site.rawValue) \(other.rawValue) \(milliseconds)")
            }
        }
    }

    /// Bytes of packets, headers included, that each site has sent and received.
    func traffic() throws -> [Site: Int] {
        let words = try command("traffic").split(separator: " ").dropFirst()
        var counts: [Site: Int] = [:]
        for (number, site) in sites.enumerated() {
            let values = words.dropFirst(3 * number + 1).prefix(2).compactMap { Int($0) }
            counts[site] = values.reduce(0, +)
        }
        return counts
    }

    @discardableResult
    private func command(_ text: String) throws -> String {
        let bytes = Array("\(text)\n".utf8)
        if write(input, bytes, bytes.count) != bytes.count { throw TestError("the delay line is gone") }
        answers += 1
        // After the sites and the word that all are ready.
        guard let answer = line.output.line(numbered: sites.count + answers), !answer.hasPrefix("error") else {
            throw TestError("\(text): no")
        }
        return answer
    }
}
