import Foundation
import WideAreaNetwork

/// A site and its node.
final class Datacenter {
    let site: Site
    let client: NodeClient
    let log: String
    private let namespace: NetworkNamespace
    private let program: String
    private let home: String
    private let arguments: [String]
    private var process: Process?
    var isCut = false

    init(_ place: LineProcess.Place, program: String, home: String, arguments: [String]) {
        site = place.site
        namespace = place.namespace
        client = NodeClient(port: 26657, in: place.namespace, seconds: 2)
        self.program = program
        self.home = home
        self.arguments = arguments
        log = "\(home)/node.log"
    }

    var isRunning: Bool { process?.isRunning == true }

    func start() throws {
        if isRunning { return }
        if !FileManager.default.fileExists(atPath: log) {
            _ = FileManager.default.createFile(atPath: log, contents: nil)
        }
        guard let output = FileHandle(forWritingAtPath: log) else { throw Complaint("cannot write \(log)") }
        try output.seekToEnd()
        let process = Process()
        // It ends with this program, however that ends.
        process.executableURL = URL(filePath: "/usr/bin/setpriv")
        process.arguments =
            [
                "--pdeathsig", "TERM", "/usr/bin/nsenter", "--net=\(namespace.path)", "--", program, "start",
                "--home", home, "--moniker", site.rawValue,
            ]
            + arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        self.process = process
    }

    func end(_ signal: Int32) {
        guard let process, process.isRunning else { return }
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
    }
}
