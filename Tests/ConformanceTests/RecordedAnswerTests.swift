import Conformance
import Foundation
import Testing

@Suite("Recorded answers")
struct RecordedAnswerTests {
    /// A copy of a captured chain whose recording is another.
    private func folder(_ change: (String) -> String) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "daon-recording-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: URL(filePath: "\(VectorFolder.path)/chain_1val"), to: folder)
        let file = folder.appending(path: "rpc.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        let changed = change(text)
        #expect(changed != text)
        try FileManager.default.removeItem(at: file)
        try Data(changed.utf8).write(to: file)
        return folder.path
    }

    private func failures(_ path: String) -> [String] {
        var run = ConformanceRun()
        run.run(path: path)
        try? FileManager.default.removeItem(atPath: path)
        return run.report.failures.map { "\($0.place): \($0.subject)" }
    }

    /// Recorded text, what stands there instead, and the failure that this is.
    private static let mutations = [
        (
            #"\"voting_power\":\"1\",\"proposer_priority\":\"0\"}],\"count\":\"1\""#,
            #"\"voting_power\":\"2\",\"proposer_priority\":\"0\"}],\"count\":\"1\""#,
            "GET /validators: body at result.validators[0].voting_power"
        ),
        (
            #"\"earliest_block_height\":\"1\""#, #"\"earliest_block_height\":\"2\""#,
            "GET /status: body at result.sync_info.earliest_block_height"
        ),
        (
            "tx already exists in cache", "tx already exists",
            "GET /broadcast_tx_sync?tx=%22syncsolo=1%22: body at error.data"
        ),
        (
            #"\"n_txs\":\"2\",\"total\":\"2\""#, #"\"n_txs\":\"3\",\"total\":\"2\""#,
            "GET /unconfirmed_txs: body at result.n_txs"
        ),
        ("Endpoints that require", "Endpoints that want", "GET /: body"),
        ("\"status\": 500", "\"status\": 200", "GET /broadcast_tx_async?tx=%22asyncsolo=1%22: status"),
        ("max-age=86400", "max-age=1", "GET /genesis: cache-control"),
    ]

    @Test("A recorded answer that is another one is found, where it differs")
    func mutation() throws {
        let found = failures(
            try folder { text in
                Self.mutations.reduce(text) { text, mutation in text.replacing(mutation.0, with: mutation.1) }
            })
        for (_, _, failure) in Self.mutations {
            #expect(found.contains { $0.hasSuffix(failure) }, "\(failure)")
        }
    }

    @Test("What cannot be equal is not compared")
    func masks() throws {
        let others = [
            (#"\"version\":\"0.38.19\""#, #"\"version\":\"9\""#),
            (#"\"moniker\":\"127.0.0.1\""#, #"\"moniker\":\"x\""#),
            (#"\"n_peers\":\"0\",\"peers\":[]"#, #"\"n_peers\":\"1\",\"peers\":[{}]"#),
            (#"\"start_time\":\"2026"#, #"\"start_time\":\"2025"#), (#"\"step\":1"#, #"\"step\":6"#),
            (#"\"proposal\":null"#, #"\"proposal\":{}"#),
        ]
        let found = failures(
            try folder { text in others.reduce(text) { text, other in text.replacing(other.0, with: other.1) } })
        #expect(found == [])
    }

    @Test("A recording alone is run with the chain beside it, and fails without one")
    func alone() throws {
        var run = ConformanceRun()
        run.run(path: "\(VectorFolder.path)/chain_1val/rpc_errors.json")
        #expect(run.report.failures.map(\.description) == [])
        #expect(run.report.passed > 400)
        let file = FileManager.default.temporaryDirectory.appending(path: "daon-recording-\(UUID().uuidString).json")
        try Data(VectorFolder.bytes("chain_1val/rpc.json")).write(to: file)
        #expect(failures(file.path).count == 1)
    }
}
