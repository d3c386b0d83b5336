import Foundation
import WideAreaNetwork

/// The `delay-line` program: the sites, and the ways between them.
final class LineProcess {
    struct Place {
        let site: Site
        let namespace: NetworkNamespace
    }

    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var rest = Data()
    private(set) var places: [Place] = []

    init(_ program: String, _ sites: [Site]) throws {
        process.executableURL = URL(filePath: program)
        process.arguments = sites.map(\.rawValue)
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        while let line = answer(), line != "ready" {
            let words = line.split(separator: " ").map(String.init)
            if words.count == 4, let site = Site(rawValue: words[1]) {
                places.append(Place(site: site, namespace: NetworkNamespace(path: words[3])))
            }
        }
        if places.count != sites.count { throw Complaint("the delay line did not start") }
    }

    func tell(_ command: String) throws -> String {
        try input.fileHandleForWriting.write(contentsOf: Data("\(command)\n".utf8))
        guard let line = answer() else { throw Complaint("the delay line is gone") }
        return line
    }

    func end() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    private func answer() -> String? {
        while true {
            if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                defer { rest = Data(rest[(end + 1)...]) }
                return String(decoding: rest[..<end], as: UTF8.self)
            }
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { return nil }
            rest += more
        }
    }
}

/// What keeps the program from going on.
struct Complaint: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
