import Foundation

/// Recordings of nodes.
enum Recorded {
    private static let simulator =
        Bundle.main.executableURL?.deletingLastPathComponent().appending(path: "daon-simulate").path ?? ""

    /// Replays a recording.
    static func replay(_ path: String) throws -> (code: Int32, text: String) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: simulator)
        process.arguments = ["--replay", path]
        process.standardOutput = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }
}
