import Foundation
import Testing

@Suite("Keys in a backup", .blocking)
struct KeyBackupTests {
    private static let environment = ["DAON_KEYRING_PASSPHRASE": "correct horse battery"]

    private func run(_ home: TestHome, _ arguments: String...) throws -> NodeProcess.Finished {
        try NodeProcess.run(arguments + ["--home", home.path], environment: Self.environment)
    }

    @Test("They come back as they were, the sign state never goes back, and what they may have signed is not signed")
    func life() throws {
        let home = try TestHome()
        let file = home.path(of: "keys.backup")
        var node = try home.start("--proxy_app", "daon")
        try node.height(reaching: 2)
        let made = try run(home, "keys", "backup", file)
        #expect(made.end == .exit(0), "\(made)")
        #expect(try run(home, "keys", "backup", file).errors.last?.contains("is there already") == true)
        try node.height(reaching: 5)
        #expect(node.process.stop(SIGTERM) == .exit(0))
        let after = try home.text(of: "data/priv_validator_state.json")

        // Into a home that has them all, nothing is written but that they came back.
        let same = try run(home, "keys", "restore", file)
        #expect(same.end == .exit(0), "\(same)")
        #expect(try home.text(of: "data/priv_validator_state.json") == after)
        let alone = try NodeProcess(["start", "--home", home.path, "--rpc.laddr", "tcp://127.0.0.1:0"])
        #expect(alone.wait() == .exit(3))
        #expect(try home.run("unsafe-reset-priv-validator").end == .exit(0))
        node = try home.start("--proxy_app", "daon")
        try node.height(reaching: 6)
        #expect(node.process.stop(SIGTERM) == .exit(0))

        // Lost, they come back; the state is the backup's then.
        let secrets = [
            "config/priv_validator_key.json", "config/node_key.json", "data/priv_validator_state.json",
            "keyring/validator.key",
        ]
        let contents = try secrets.map { try home.text(of: $0) }
        for name in secrets { try FileManager.default.removeItem(atPath: home.path(of: name)) }
        let wrong = try NodeProcess.run(
            ["keys", "restore", file, "--home", home.path], environment: ["DAON_KEYRING_PASSPHRASE": "another one"])
        #expect(wrong.end == .exit(1))
        #expect(wrong.errors.last?.contains("the passphrase is wrong, or it was changed") == true, "\(wrong)")
        #expect(!FileManager.default.fileExists(atPath: home.path(of: secrets[0])))
        let restored = try run(home, "keys", "restore", file)
        #expect(restored.end == .exit(0), "\(restored)")
        #expect(restored.output.first?.contains("Restored 4 of 4 secrets") == true, "\(restored)")
        for (name, content) in zip(secrets, contents) where !name.hasPrefix("data") {
            #expect(try home.text(of: name) == content)
        }
        #expect(try home.json("data/priv_validator_state.json").height.decimal >= 2)
        #expect(try home.json("data/priv_validator_state.json.restored").abstains_through.text == "0")

        // Another validator's home is left alone.
        let other = try TestHome()
        let key = try other.text(of: "config/priv_validator_key.json")
        let refused = try NodeProcess.run(
            ["keys", "restore", file, "--home", other.path], environment: Self.environment)
        #expect(refused.end == .exit(1))
        #expect(refused.errors.last?.contains("is another one than the backup's") == true, "\(refused)")
        #expect(try other.text(of: "config/priv_validator_key.json") == key)
        #expect(!FileManager.default.fileExists(atPath: other.path(of: "data/priv_validator_state.json.restored")))
    }

    @Test("One of file and standard stream is named")
    func streams() throws {
        let home = try TestHome()
        #expect(try run(home, "keys", "backup").end == .exit(64))
        #expect(try run(home, "keys", "restore", "a", "--stdin").end == .exit(64))
        // Bytes are no lines, so the program that made them reads them again.
        let script = """
            set -e
            "$0" keys backup --stdout --home "$1" > "$1/secrets"
            rm "$1/config/node_key.json"
            "$0" keys restore --stdin --home "$1" < "$1/secrets"
            """
        let before = try home.text(of: "config/node_key.json")
        let piped = try NodeProcess(
            ["-c", script, NodeProcess.program, home.path], environment: Self.environment, program: "/bin/sh")
        #expect(piped.wait() == .exit(0), "\(piped.errors.all())")
        #expect(try home.text(of: "config/node_key.json") == before)
    }
}
