import Conformance
import Testing

@Suite("Recognition")
struct RecognitionTests {
    private func report(_ text: String, isStrict: Bool = false) -> Report {
        var run = ConformanceRun(isStrict: isStrict)
        run.run(Array(text.utf8), named: "file")
        return run.report
    }

    @Test(
        "What is not JSON, or JSON of no known kind, is told",
        arguments: [
            "", "hello", "{", "{\"cases\": [", "[]", "{}", "null", "12", "\"text\"", "{\"cases\": []}",
            "{\"cases\": [{\"unheard\": \"of\"}]}", "# HELP other_metric text\n", "00ff00ff",
        ])
    func unknown(text: String) throws {
        let report = report(text)
        #expect(report.unknown.count == 1)
        #expect(report.exitCode == 2)
        #expect(report.text().hasSuffix("\n0 passed, 0 failed"))
        #expect(report.text().hasPrefix("file  unknown format: "))
    }

    @Test("A path where nothing is, and a folder of no known layout, are told")
    func unknownPaths() {
        var run = ConformanceRun()
        run.run(path: "/nowhere/at/all.json")
        run.run(path: "/")
        #expect(run.report.unknown.map(\.path) == ["/nowhere/at/all.json", "/"])
        #expect(run.report.exitCode == 2)
    }

    static let later: [(text: String, kind: String)] = [
        (#"{"cases": [{"hex": "", "type": "tendermint.privval.Message"}]}"#, "remote signer"),
        (#"{"cases": [{"query": "a=1", "parse_error": null}]}"#, "query language"),
        (#"{"frames": [{"dir": "send", "text": ""}]}"#, "websocket.json"),
        (#"{"_about": "NewEvidence", "frames": [{"dir": "send", "text": ""}]}"#, "websocket_events.json"),
    ]

    @Test("Kinds of later layers are named, and fail only when asked to", arguments: later)
    func unsupported(text: String, kind: String) {
        let lenient = report(text)
        #expect(lenient.unsupported.map(\.kind) == [kind])
        #expect(lenient.exitCode == 0)
        #expect(lenient.text().contains("not yet supported:\n  \(kind): file\n"))
        let strict = report(text, isStrict: true)
        #expect(strict.exitCode == 1)
        #expect(strict.text().hasSuffix("\n0 passed, 1 failed"))
    }

    @Test("Metrics among captured files are no vectors, and are passed over")
    func metrics() {
        let report = report("# HELP cometbft_abci_connection_method_timing_seconds Timing.\n", isStrict: true)
        #expect(report.text() == "0 passed, 0 failed")
        #expect(report.exitCode == 0)
    }

    @Test("Hexadecimal text that is no log of CometBFT's fails")
    func notALog() {
        let report = report(String(repeating: "00c8d2a1", count: 10))
        #expect(report.exitCode == 1)
        #expect(report.failures.map(\.subject) == ["record"])
    }

    @Test("A file is recognised whatever it is called, and by what it holds")
    func byContent() throws {
        var run = ConformanceRun()
        run.run(try VectorFolder.bytes("merkle.json"), named: "rpc.json")
        #expect(run.report.unsupported.isEmpty)
        #expect(run.report.passed > 1000)
    }

    @Test("A file in which nothing can be compared fails")
    func nothingCompared() {
        let report = report(#"{"cases": [], "update_cases": [{"before": [], "changes": []}], "negative": []}"#)
        #expect(report.exitCode == 1)
    }
}
