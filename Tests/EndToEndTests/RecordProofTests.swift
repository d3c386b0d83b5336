import Foundation
import Testing

/// `Tests/Proofs/verify_record.py`, written from docs/proof.md, on what a node answers.
@Suite("A third party's verification of a record", .blocking)
struct RecordProofTests {
    private static let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Proofs/verify_record.py")

    /// Whether Python has a library for Ed25519.
    static let hasPython = {
        let probe = Process()
        probe.executableURL = URL(filePath: "/usr/bin/env")
        probe.arguments = [
            "python3", "-c",
            """
            try: from cryptography.hazmat.primitives.asymmetric import ed25519
            except ImportError: from nacl.signing import VerifyKey
            """,
        ]
        probe.standardError = FileHandle.nullDevice
        return (try? probe.run()).map { probe.waitUntilExit() } != nil && probe.terminationStatus == 0
    }()

    /// Arguments of the script: the work, the hash of the trusted validators, and three answers.
    private struct Claim {
        var parts: [Any]

        var line: String {
            get throws { String(decoding: try JSONSerialization.data(withJSONObject: parts), as: UTF8.self) }
        }

        /// Members that are no part of what is proven.
        private static let others: Set<String> = [
            "jsonrpc", "id", "code", "log", "info", "index", "codespace", "canonical", "block_height", "count", "total",
            "address", "proposer_priority",
        ]

        /// The claim with one thing changed, for each text and number in it: one bit of each character of a text, or the
        /// number's lowest.
        func changed() -> [(claim: Claim, what: String)] {
            var random = SplitMix(seed: 1)
            return Claim.changes(of: parts, "", &random).compactMap { value, what in
                (value as? [Any]).map { (Claim(parts: $0), what) }
            }
        }

        private static func changes(_ path: String, _ text: String, _ random: inout SplitMix) -> [(Any, String)] {
            let bytes = Array(text.utf8)
            return bytes.indices.map { index in
                var wrong = bytes
                // ASCII stays ASCII, so that it is still JSON.
                wrong[index] ^= 1 << UInt8(random.next() % 7)
                return (String(decoding: wrong, as: UTF8.self), "\(path)[\(index)]")
            }
        }

        private static func changes(of value: Any, _ path: String, _ random: inout SplitMix) -> [(Any, String)] {
            if let text = value as? String { return changes(path, text, &random) }
            if let number = value as? Int { return [(number ^ 1, path)] }
            var all: [(Any, String)] = []
            if let list = value as? [Any] {
                for (index, element) in list.enumerated() {
                    for (changed, what) in changes(of: element, "\(path)[\(index)]", &random) {
                        var copy = list
                        copy[index] = changed
                        all.append((copy, what))
                    }
                }
            } else if let members = value as? [String: Any] {
                for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                    let isPartCount = name == "total" && path.hasSuffix("parts")
                    if others.contains(name) && !isPartCount { continue }
                    for (changed, what) in changes(of: member, "\(path).\(name)", &random) {
                        var copy = members
                        copy[name] = changed
                        all.append((copy, what))
                    }
                }
            }
            return all
        }
    }

    private static func answers(to lines: [String]) throws -> [Substring] {
        let input = FileManager.default.temporaryDirectory.appending(path: "claims-\(UUID().uuidString)")
        try Data(lines.joined(separator: "\n").utf8).write(to: input)
        defer { try? FileManager.default.removeItem(at: input) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script.path]
        process.standardInput = try FileHandle(forReadingFrom: input)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: text, as: UTF8.self).split(separator: "\n")
    }

    @Test(
        "A record and an absence hold against a trusted validator set, with anything changed they do not",
        .enabled(if: hasPython, "Python lacks cryptography and nacl: install python3-cryptography"))
    func claims() throws {
        let home = try TestHome()
        let node = try home.start("--proxy_app", "daon")
        try node.height(reaching: 1)
        let address = "tcp://127.0.0.1:\(node.rpc.port)"
        let digits = (1...5).map { String(repeating: "\($0)b", count: 32) }
        for work in digits.dropLast() {
            let made = try home.run(
                "tx", "registry", "register", "sha256:\(work)", "-l", "cc_by", "--from", "validator", "--node", address)
            #expect(made.end == .exit(0), "\(made)")
        }
        let height = try node.height - 1
        try node.height(reaching: height + 2)

        func json(_ method: String, _ parameters: [String: any Sendable]) throws -> Any {
            try JSONSerialization.jsonObject(with: node.rpc.text(method, parameters))
        }
        let next = "\(height + 1)"
        let commit = try json("commit", ["height": next]), validators = try json("validators", ["height": next])
        let trusted = try Answer(commit).result.signed_header.header.validators_hash.text
        func claim(_ work: String) throws -> Claim {
            let parameters: [String: any Sendable] = [
                "path": "/store/registry/key", "data": "01\(work)", "height": "\(height)", "prove": true,
            ]
            return Claim(
                parts: ["sha256:\(work)", trusted, try json("abci_query", parameters), commit, validators])
        }
        let member = try claim(digits[0]), absent = try claim(digits[4])
        node.process.stop(SIGTERM)

        let right = try Self.answers(to: [member.line, absent.line])
        #expect(
            right.count == 2 && right[0].hasPrefix("ok: registered in block ") && right[0].contains("licence cc_by"))
        #expect(right.last == "ok: not registered")
        let wrong = member.changed() + absent.changed()
        let refused = try Self.answers(to: wrong.map { try $0.claim.line })
        #expect(wrong.count > 3000 && refused.count == wrong.count)
        for (change, answer) in zip(wrong, refused) where !answer.hasPrefix("refused") {
            Issue.record("\(change.what) changed is answered by \(answer)")
        }
    }
}
