import Foundation
import Testing

@Suite("A validator's key", .blocking)
struct DoubleSignTests {
    /// `make double-sign` makes five hundred.
    private static let attempts = 6

    @Test("signs nothing twice when its node is killed, set back or cloned, and the chain goes on")
    func attempts() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "daon-double-sign-\(UUID().uuidString)")
            .path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let port = try FreePorts.first(of: 16)
        let run = try NodeProcess(
            [
                "--node", NodeProcess.program, "--folder", folder, "--attempts", "\(Self.attempts)", "--port",
                "\(port)",
            ], program: NodeProcess.path(of: "double-sign"))
        let end = run.wait(within: 5 * patience)
        let output = run.output.all()
        #expect(end == .exit(0), "\(output.joined(separator: "\n")) \(run.errors.all())")
        #expect(output.last?.contains("\(Self.attempts) attempts") == true)
        #expect(output.last?.contains("0 double signs, 0 failures") == true)
    }
}
