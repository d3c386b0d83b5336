import Conformance
import Testing

@Suite("Reports")
struct ReportTests {
    /// The report on a vector file in which a text was replaced everywhere.
    private func report(_ file: String, replacing old: String, with new: String) throws -> Report {
        let text = String(decoding: try VectorFolder.bytes(file), as: UTF8.self)
        try #require(text.contains(old))
        var run = ConformanceRun()
        run.run(Array(text.replacing(old, with: new).utf8), named: file)
        return run.report
    }

    @Test("A failure names file, case, subject, expected and actual; counts stand in the last line")
    func failure() throws {
        let report = try report(
            "daon/file_commitment.json",
            replacing: "04d4bb06c05c7593ea1cfb3b63c92cfe061f3e737afef00b213fc4b3963ae958",
            with: "14d4bb06c05c7593ea1cfb3b63c92cfe061f3e737afef00b213fc4b3963ae958")
        #expect(
            report.text() == """
                daon/file_commitment.json  2 checks, 1 failed
                  FAILED daon/file_commitment.json: vectors[0] "short": root
                    expected: 14d4bb06c05c7593ea1cfb3b63c92cfe061f3e737afef00b213fc4b3963ae958
                    actual:   04d4bb06c05c7593ea1cfb3b63c92cfe061f3e737afef00b213fc4b3963ae958
                1 passed, 1 failed
                """)
        #expect(report.exitCode == 1)
    }

    @Test("An error's text must name the same rule; its numbers and values may differ")
    func errorTexts() throws {
        let file = "commit_verify.json"
        let numbers = try report(file, replacing: "got 20, needed more than 26", with: "got 7, needed more than 1234")
        #expect(numbers.failures.isEmpty)
        let rule = try report(file, replacing: "insufficient voting power: got", with: "insufficient power: got")
        #expect(!rule.failures.isEmpty)
        #expect(rule.failures.allSatisfy { $0.expected.contains("insufficient power") })
        let accepted = try report(file, replacing: "\"verify_commit\": null", with: "\"verify_commit\": \"refused\"")
        #expect(accepted.failures.contains { $0.actual == "accepted" })
    }

    @Test("A case that cannot be read fails, and the others are compared all the same")
    func unreadableCase() throws {
        let whole = try report("merkle.json", replacing: "value_op", with: "value_op")
        let broken = try report("merkle.json", replacing: "\"leaf\": \"62\"", with: "\"leaf\": 5")
        #expect(broken.failures.map(\.place) == ["negative[1] \"wrong leaf\""])
        #expect(broken.failures.map(\.actual) == ["negative[1].leaf is not text"])
        #expect(broken.passed > whole.passed - 20)
    }

    @Test("Verbose reports say how often each thing was compared")
    func verbose() throws {
        let report = try report("keys.json", replacing: "seed", with: "seed")
        #expect(report.text(isVerbose: true).contains("\n  24 × node ID\n"))
        #expect(!report.text().contains("×"))
    }

    @Test("JSON is compared to the order of its members")
    func memberOrder() throws {
        let parameters = #"""
            "evidence": {"max_age_num_blocks": "100000", "max_age_duration": "172800000000000", "max_bytes": "1048576"},
            "validator": {"pub_key_types": ["ed25519"]}, "version": {"app": "0"},
            "abci": {"vote_extensions_enable_height": "0"}
            """#
        func report(_ block: String) -> Report {
            let file = #"""
                {"cases": [{"amino_json": {"block": \#(block), \#(parameters)},
                "hash": "048091bc7ddc283f77bfbf91d73c44da58c3df8a9cbc867405d8b7f3daada22f",
                "proto": "0a10088080c00a10ffffffffffffffffff01120e08a08d0612040880c60a188080401a090a076564323535313922002a00",
                "validate_basic_error": null}]}
                """#
            var run = ConformanceRun()
            run.run(Array(file.utf8), named: "file")
            return run.report
        }
        #expect(report(#"{"max_bytes": "22020096", "max_gas": "-1"}"#).failures.isEmpty)
        let swapped = report(#"{"max_gas": "-1", "max_bytes": "22020096"}"#)
        #expect(swapped.failures.map(\.subject) == ["JSON: order of members"])
    }
}
