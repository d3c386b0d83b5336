import ArgumentParser
import Foundation
import WideAreaNetwork

/// Makes sites with delays between them, and keeps them until standard input ends.
@main
struct DelayLineProgram: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delay-line",
        abstract: "Datacenters as network namespaces, with the delays between them.",
        discussion: """
            It prints a line for each site with its address and its namespace; programs are run there with \
            `nsenter --net=NAMESPACE PROGRAM`. Commands come on standard input: \(LineCommand.summary). Each is answered \
            by one line. When standard input ends, the sites are gone. It needs root and /dev/net/tun.
            """)

    @Argument(help: "The sites: \(Site.allCases.map(\.rawValue).joined(separator: ", ")).")
    var sites: [String] = Site.allCases.map(\.rawValue)

    func run() throws {
        let chosen = try sites.map { name in
            guard let site = Site(rawValue: name) else { throw ValidationError("\(name) is not a site.") }
            return site
        }
        if chosen.count < 2 || Set(chosen).count != chosen.count {
            throw ValidationError("Name at least two sites, each once.")
        }
        var network = try SiteNetwork(chosen)
        for line in network.summary + ["ready"] { say(line) }
        try network.run(say)
    }

    private func say(_ line: String) {
        print(line)
        fflush(nil)
    }
}
