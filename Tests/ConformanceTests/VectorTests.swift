import Conformance
import Testing

@Suite("Vectors")
struct VectorTests {
    @Test("Every vector agrees with the shipped code", arguments: VectorFolder.files)
    func agrees(file: String) {
        var run = ConformanceRun()
        run.run(path: "\(VectorFolder.path)/\(file)")
        #expect(run.report.failures.map(\.description) == [])
        #expect(run.report.passed > 0)
        #expect(run.report.unknown.isEmpty && run.report.unsupported.isEmpty)
        #expect(run.report.exitCode == 0)
    }

    @Test("A captured chain comes out as the node had it", arguments: VectorFolder.chains)
    func chain(name: String) {
        var run = ConformanceRun()
        run.run(path: "\(VectorFolder.path)/\(name)")
        #expect(run.report.failures.map(\.description) == [])
        #expect(run.report.passed > 800)
        #expect(run.report.exitCode == 0)
    }

    @Test("All vectors beside the project agree", .enabled(if: SharedVectors.isThere))
    func shared() throws {
        var run = ConformanceRun()
        for folder in ["", "daon"] {
            for name in try SharedVectors.entries(below: folder) where name.hasSuffix(".json") {
                run.run(path: "\(SharedVectors.path)/\(folder)/\(name)")
            }
        }
        for name in try SharedVectors.entries() where name.hasPrefix("chain_") {
            run.run(path: "\(SharedVectors.path)/\(name)")
        }
        for name in try SharedVectors.entries(below: "home_samples") {
            run.run(path: "\(SharedVectors.path)/home_samples/\(name)")
        }
        #expect(run.report.failures.map(\.description) == [])
        #expect(run.report.unknown.map(\.path) == [])
        #expect(run.report.exitCode == 0)
        let names = Set(run.report.unsupported.map { $0.path.split(separator: "/").last.map(String.init) ?? "" })
        let later: Set<String> = [
            "privval_messages.json", "query_match.json", "websocket.json", "websocket_events.json",
        ]
        #expect(names.subtracting(later) == [])
    }
}
