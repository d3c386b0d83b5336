import ABCI
import Chain
import Cryptography
import Foundation
import Testing
import Wire

@testable import MerkleMap

/// The verifier of docs/proof.md, which shares no line with ours.
@Suite("A third party's verification")
struct ThirdPartyTests {
    private struct Case {
        let line: String
        let answer: String
    }

    /// A bit of every byte, each in another place than that of the byte before: every field of what is changed is met, and
    /// every bit of a byte. Our own verifier is asked about all bits, in `ProofTests`.
    private static func bits(of bytes: [UInt8]) -> [Int] { bytes.indices.map { 8 * $0 + 3 * $0 % 8 } }

    private static func hex(_ bytes: [UInt8]) -> String { bytes.isEmpty ? "-" : Hex.lowercase(bytes) }

    /// - Returns: The script's answer to each line.
    private static func answers(of script: String, to lines: [String]) throws -> [Substring] {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Proofs/\(script).py")
        let input = FileManager.default.temporaryDirectory.appending(path: "proofs-\(UUID().uuidString)")
        try Data(lines.joined(separator: "\n").utf8).write(to: input)
        defer { try? FileManager.default.removeItem(at: input) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script.path()]
        process.standardInput = try FileHandle(forReadingFrom: input)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: text, as: UTF8.self).split(separator: "\n")
    }

    private static func expect(_ cases: [Case], of script: String = "verify_proof") throws {
        let answers = try answers(of: script, to: cases.map(\.line))
        #expect(answers.count == cases.count)
        for (test, answer) in zip(cases, answers) {
            // An expectation for each would cost more than the proofs.
            let isExpected = test.answer == "refused" ? answer.starts(with: "refused") : answer == test.answer
            if !isExpected { Issue.record("\(test.line) is answered by \(answer)") }
        }
    }

    @Test(
        "Proofs of keys and of their absence hold, with a bit of any byte changed they do not",
        arguments: KeyKind.allCases)
    func keys(_ kind: KeyKind) throws {
        let twin = try ProofTests.twin(kind, entries: 90)
        let root = twin.map.rootHash.bytes
        var cases: [Case] = []
        func line(_ root: [UInt8], _ key: [UInt8], _ value: [UInt8]?, _ proof: [UInt8]) -> String {
            let words = [root, key] + (value.map { [$0] } ?? []) + [proof]
            return (value == nil ? "absent " : "member ") + words.map(ThirdPartyTests.hex).joined(separator: " ")
        }
        for (key, value) in twin.model {
            let proof = try twin.map.proof(of: key).protobuf
            cases.append(Case(line: line(root, key, value, proof), answer: "ok"))
            cases.append(Case(line: line(root, key, nil, proof), answer: "refused"))
            cases.append(Case(line: line(root, key, value + [1], proof), answer: "refused"))
        }
        let strangers = ProofTests.neighbours(of: twin).prefix(150)
        for key in strangers {
            let proof = try twin.map.proof(of: key).protobuf
            cases.append(Case(line: line(root, key, nil, proof), answer: "ok"))
            cases.append(Case(line: line(root, key, [], proof), answer: "refused"))
        }
        for (key, value) in [(twin.sorted[70].key, twin.sorted[70].value as [UInt8]?), (Array(strangers[100]), nil)] {
            let proof = try twin.map.proof(of: key).protobuf
            for bit in ThirdPartyTests.bits(of: proof) {
                var wrong = proof
                wrong[bit / 8] ^= 1 << UInt8(bit % 8)
                cases.append(Case(line: line(root, key, value, wrong), answer: "refused"))
            }
            for bit in ThirdPartyTests.bits(of: root) {
                var wrong = root
                wrong[bit / 8] ^= 1 << UInt8(bit % 8)
                cases.append(Case(line: line(wrong, key, value, proof), answer: "refused"))
            }
            for length in stride(from: 0, to: proof.count, by: 3) {
                cases.append(Case(line: line(root, key, value, Array(proof[..<length])), answer: "refused"))
            }
        }
        try ThirdPartyTests.expect(cases)
    }

    @Test(
        "Proofs of ranges hold, with a bit of any byte changed or for another range they do not",
        arguments: KeyKind.allCases)
    func ranges(_ kind: KeyKind) throws {
        let twin = try ProofTests.twin(kind, entries: 80)
        let root = twin.map.rootHash.bytes
        let sorted = twin.sorted
        var cases: [Case] = []
        func line(_ range: KeyRange, _ proof: [UInt8]) -> String {
            [root, range.lower, range.upper ?? [], proof].map(ThirdPartyTests.hex).joined(separator: " ")
        }
        for start in stride(from: 0, to: sorted.count - 8, by: 7) {
            for range in [
                KeyRange(from: sorted[start].key, upTo: sorted[start + 7].key), KeyRange(from: sorted[start].key + [0]),
                KeyRange(upTo: sorted[start].key), KeyRange(),
            ] {
                let proof = try twin.map.rangeProof(in: range, limit: 1000).proof.protobuf
                let entries = sorted.filter { range.contains($0.key) }
                let answer = entries.map { " \(Hex.lowercase($0.key))=\(Hex.lowercase($0.value))" }.joined()
                cases.append(Case(line: line(range, proof), answer: "ok" + answer))
                if start > 0, range.lower == sorted[start].key {
                    let wider = KeyRange(from: sorted[start - 1].key, upTo: range.upper)
                    cases.append(Case(line: line(wider, proof), answer: "refused"))
                }
            }
        }
        let range = KeyRange(from: sorted[30].key, through: sorted[33].key)
        let proof = try twin.map.rangeProof(in: range, limit: 100).proof.protobuf
        for bit in ThirdPartyTests.bits(of: proof) {
            var wrong = proof
            wrong[bit / 8] ^= 1 << UInt8(bit % 8)
            cases.append(Case(line: line(range, wrong), answer: "refused"))
        }
        try ThirdPartyTests.expect(cases, of: "verify_range")
    }

    @Test("The empty map proves that nothing is there")
    func empty() throws {
        let root = Hex.lowercase(MerkleMap.emptyRoot.bytes)
        try ThirdPartyTests.expect([
            Case(line: "absent \(root) 01 -", answer: "ok"), Case(line: "member \(root) 01 - -", answer: "refused"),
            Case(line: "absent 00\(root.dropFirst(2)) 01 -", answer: "refused"),
        ])
        try ThirdPartyTests.expect([Case(line: "\(root) - - -", answer: "ok")], of: "verify_range")
    }
}
