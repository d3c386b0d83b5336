import Foundation

/// The program `store-child`, as it was built beside the tests.
final class ChildProcess {
    private let process = Process()
    private let output = Pipe()
    private let input = Pipe()
    private var buffer: [UInt8] = []

    var identifier: Int32 { process.processIdentifier }

    init(_ command: String, _ path: String) throws {
        process.executableURL = Bundle.main.executableURL?.deletingLastPathComponent().appending(path: "store-child")
        process.arguments = [command, path]
        process.standardOutput = output
        process.standardInput = input
        try process.run()
    }

    /// The next line that it writes; nil at the end.
    func line() -> String? {
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                defer { buffer.removeFirst(end + 1) }
                return String(decoding: buffer[..<end], as: UTF8.self)
            }
            let data = output.fileHandleForReading.availableData
            if data.isEmpty { return nil }
            buffer += data
        }
    }

    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Ends its input and waits for its end.
    func finish() throws -> Int32 {
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
