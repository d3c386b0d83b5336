import Foundation

/// A program that ran to its end.
struct Command {
    let code: Int32
    /// What it wrote, to both outputs.
    let output: String

    static func run(_ words: [String]) throws -> Command {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Command(code: process.terminationStatus, output: String(decoding: output, as: UTF8.self))
    }
}
