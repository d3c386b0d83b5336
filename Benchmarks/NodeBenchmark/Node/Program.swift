import Foundation

/// A node's program.
struct Program {
    let path: String
    /// Its name and version, for the table.
    let title: String

    init(_ path: String) throws {
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw BenchmarkError("\(path) is no program")
        }
        self.path = path
        title = "`\(URL(filePath: path).lastPathComponent)` \(try Program.version(path))"
    }

    private static func version(_ path: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = ["version"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
