import Foundation
import Testing

@Suite("The program")
struct ProgramTests {
    /// The program as it was built beside the tests.
    private static let executable = Bundle.module.bundleURL.deletingLastPathComponent().appending(
        path: "daon-conformance")

    private func run(_ arguments: String...) throws -> (code: Int32, lines: [String]) {
        let process = Process(), output = Pipe()
        process.executableURL = Self.executable
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = Pipe()
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
        return (process.terminationStatus, lines)
    }

    private func file(_ name: String, _ text: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "daon-conformance-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: name)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    @Test("It ends with 0 and the counts when all agree")
    func success() throws {
        let (code, lines) = try run("\(VectorFolder.path)/keys.json", "\(VectorFolder.path)/chain_1val")
        #expect(code == 0)
        #expect(lines.filter { !$0.hasPrefix("  note: ") }.count == 3)
        #expect(lines.first?.hasSuffix("keys.json  509 checks") == true)
        #expect(lines.last?.hasSuffix(" passed, 0 failed") == true)
    }

    @Test("It ends with 1 on a failure")
    func failure() throws {
        let text = String(decoding: try VectorFolder.bytes("light_verify.json"), as: UTF8.self)
        let path = try file("x.json", text.replacing("\"error\": null", with: "\"error\": \"wrong\""))
        let (code, lines) = try run(path)
        #expect(code == 1)
        #expect(lines.contains { $0.contains("FAILED \(path): cases[0]") })
        #expect(lines.last?.hasSuffix(" passed, 4 failed") == true)
    }

    @Test("It ends with 2 on a file of unknown format, and runs the others")
    func unknownFormat() throws {
        let (code, lines) = try run(try file("notes.txt", "hello"), "\(VectorFolder.path)/keys.json")
        #expect(code == 2)
        #expect(lines.first?.contains("notes.txt  unknown format: not JSON") == true)
        #expect(lines.last == "509 passed, 0 failed")
    }

    @Test("It ends with 64 on wrong usage")
    func usage() throws {
        #expect(try run().code == 64)
        #expect(try run("--unheard-of", "file").code == 64)
        #expect(try run("--help").code == 0)
    }

    @Test("Kinds of later layers fail only with --strict")
    func strict() throws {
        let query = #"{"query": "a = 1", "string": "a = 1", "parse_error": null, "match_error": null, "matches": true}"#
        let path = try file("queries.json", #"{"events": {}, "cases": [\#(query)]}"#)
        #expect(try run(path).code == 0)
        let (code, lines) = try run("--strict", path)
        #expect(code == 1)
        #expect(lines.last == "0 passed, 1 failed")
    }
}
