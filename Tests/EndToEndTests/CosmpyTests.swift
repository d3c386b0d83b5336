import Foundation
import Testing

/// Transactions that cosmpy 0.12.2 made and signed, for a chain whose account 7 has done nothing yet.
@Suite("Transactions of another client", .blocking)
struct CosmpyTests {
    private static let vectors = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "ConformanceTests/Vectors/daon/cosmpy_tx.json")

    /// Makes the account that signs known to the genesis.
    private func admit(_ address: String, number: Int, to home: TestHome) throws {
        let content = try JSONSerialization.jsonObject(with: home.content(of: "config/genesis.json"))
        var genesis = try #require(content as? [String: Any])
        var state = try #require(genesis["app_state"] as? [String: Any])
        let accounts = try #require((state["auth"] as? [String: Any])?["accounts"] as? [Any])
        let balances = try #require((state["bank"] as? [String: Any])?["balances"] as? [Any])
        let account = [
            "@type": "/cosmos.auth.v1beta1.BaseAccount", "address": address, "account_number": "\(number)",
            "sequence": "0",
        ]
        let balance: [String: Any] = ["address": address, "coins": [["denom": "stake", "amount": "1000000"]]]
        state["auth"] = ["accounts": accounts + [account]]
        // Without the supply, which is what all balances come to.
        state["bank"] = ["balances": balances + [balance]]
        genesis["app_state"] = state
        let data = try JSONSerialization.data(withJSONObject: genesis)
        try home.write("config/genesis.json", String(decoding: data, as: UTF8.self))
    }

    @Test("What cosmpy signed offline is taken by broadcast_tx_sync and gets into blocks")
    func session() throws {
        let recorded = Answer(try JSONSerialization.jsonObject(with: Data(contentsOf: Self.vectors)))
        let address = try recorded.address.text
        let home = TestHome(notMade: ())
        let made = try home.run("init", "tester", "--chain-id", try recorded.chain_id.text)
        #expect(made.end == .exit(0), "\(made)")
        try admit(address, number: 7, to: home)
        let node = try home.start("--proxy_app", "daon")
        try node.height(reaching: 1)
        var hashes: [String] = []
        // The session stands first in the file; what follows is signed for other accounts.
        while try recorded.vectors[hashes.count].account_number.number == 7 {
            let vector = recorded.vectors[hashes.count]
            #expect(try vector.sequence.number == hashes.count)
            let bytes = try Self.bytes(hexadecimal: vector.tx_raw_hex.text)
            let taken = try node.rpc.call("broadcast_tx_sync", ["tx": bytes.base64EncodedString()])
            #expect(try taken.code.number == 0, "\(taken)")
            #expect(try taken.hash.text == vector.tx_hash.text)
            hashes.append(try taken.hash.text)
        }
        #expect(hashes.count == 7)
        for hash in hashes {
            let found = try eventually("transaction \(hash)") {
                try? node.rpc.call("tx", ["hash": Self.bytes(hexadecimal: hash).base64EncodedString()])
            }
            #expect(try found.tx_result.code.number == 0, "\(found)")
        }
        let listed = try home.run("query", "registry", "list", "--node", "tcp://127.0.0.1:\(node.rpc.port)")
        // Two, a batch of four, and a revision.
        #expect(listed.output.filter { $0 == "creator: \(address)" }.count == 7)
        node.process.stop(SIGTERM)
    }

    private static func bytes(hexadecimal text: String) throws -> Data {
        let digits = Array(text.utf8)
        return Data(
            try stride(from: 0, to: digits.count, by: 2).map { index in
                guard let byte = UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16) else {
                    throw TestError("no hexadecimal: \(text)")
                }
                return byte
            })
    }
}
