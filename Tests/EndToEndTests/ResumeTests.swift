import Chain
import Cryptography
import Foundation
import JSON
import Testing

@Suite("A node of a chain that bears no lies", .blocking)
struct ResumeTests {
    /// A home whose genesis has a second validator, of less than a third of the power, with the fault model `crash`.
    private func crashHome(with other: Ed25519PrivateKey) throws -> TestHome {
        let home = TestHome(notMade: ())
        let made = try home.run("init", "tester", "--chain-id", "crash-chain", "--fault-model", "crash")
        try #require(made.end == .exit(0))
        var genesis = try #require(
            try JSONSerialization.jsonObject(with: home.content(of: "config/genesis.json")) as? [String: Any])
        var validators = try #require(genesis["validators"] as? [[String: Any]])
        let key = PublicKey.ed25519(other.publicKey)
        validators.append([
            "address": key.address.description, "name": "other", "power": "3",
            "pub_key": [
                "type": "tendermint/PubKeyEd25519", "value": Data(other.publicKey.bytes).base64EncodedString(),
            ],
        ])
        genesis["validators"] = validators
        let text = try JSONSerialization.data(withJSONObject: genesis)
        try home.write("config/genesis.json", String(decoding: text, as: UTF8.self))
        return home
    }

    /// Evidence that the key signed two prevotes at height 1, as a client hands it in.
    private func evidence(_ other: Ed25519PrivateKey, _ node: RunningNode, _ home: TestHome) throws -> Evidence {
        let genesis = try GenesisDocument(json: JSONValue(parsing: Array(home.content(of: "config/genesis.json"))))
        let set = try ValidatorSet(
            genesis.validators.map { Validator(publicKey: $0.publicKey, votingPower: $0.power) })
        let address = PublicKey.ed25519(other.publicKey).address
        let header = try node.rpc.call("block", ["height": "1"]).block.header
        let time = try Timestamp(json: .text(try header.time.text))
        let votes = try [UInt8(1), 2].map { number -> Vote in
            let hash = SHA256.hash([number])
            var vote = Vote(
                type: .prevote, height: 1, round: 0,
                blockID: BlockID(hash: hash, partSetHeader: PartSetHeader(total: 1, hash: hash)), timestamp: time,
                validatorAddress: address, validatorIndex: Int32(try #require(set.index(of: address))),
                signature: Signature([]))
            vote.signature = other.sign(vote.signBytes(chainID: "crash-chain"))
            return vote
        }
        return .duplicateVote(try DuplicateVoteEvidence(votes[0], votes[1], blockTime: time, validators: set))
    }

    @Test("signs nothing after evidence that a validator signed twice, and goes on after `resume`")
    func resume() throws {
        let other = try #require(Ed25519PrivateKey(seed: Array(repeating: 9, count: 32)))
        let home = try crashHome(with: other)
        var node = try home.start()
        try node.height(reaching: 2)
        let evidence = try evidence(other, node, home)
        let json = try JSONSerialization.jsonObject(with: Data(evidence.json.serialized())) as? [String: any Sendable]
        _ = try node.rpc.call("broadcast_evidence", ["evidence": try #require(json)])

        let line = try #require(node.process.output.line(with: "this node signs nothing more"))
        let name = try #require(line.firstMatch(of: /resume --evidence ([0-9A-F]{64})/)?.1)
        let budget = try node.rpc.call("status").fault_budget
        #expect(try budget.model.text == "crash")
        #expect(try budget.signing_stopped_by[0].text == name)
        let stopped = try node.height

        // The command works on the store, so the node must not.
        let refused = try home.run("resume", "--evidence", String(name))
        #expect(refused.end == .exit(1) && refused.errors.last?.contains("in use by process") == true)
        #expect(node.process.stop(SIGTERM) == .exit(0))
        // What had been decided before was followed, one height at most.
        let resumed = try home.run("resume", "--evidence", String(name))
        #expect(resumed.end == .exit(0) && resumed.output.last?.hasPrefix("Recorded") == true)

        node = try home.start()
        try node.height(reaching: stopped + 4)
        #expect(try !node.rpc.call("status").fault_budget.signing_stopped_by.isThere)
        #expect(node.process.stop(SIGTERM) == .exit(0))
    }

    @Test("refuses `resume` with a name that is none, without a chain, and where nothing ever stops")
    func refusals() throws {
        let home = try TestHome()
        let name = String(repeating: "AB", count: 32)
        #expect(try home.run("resume").end == .exit(64))
        let short = try home.run("resume", "--evidence", "abc")
        #expect(short.end == .exit(1) && short.errors.last?.contains("64 hexadecimal digits") == true)
        let empty = try home.run("resume", "--evidence", name)
        #expect(empty.end == .exit(1) && empty.errors.last?.contains("no chain yet") == true)
        let node = try home.start()
        try node.height(reaching: 1)
        node.process.stop(SIGTERM)
        let byzantine = try home.run("resume", "--evidence", name)
        #expect(byzantine.end == .exit(1) && byzantine.errors.last?.contains("byzantine") == true)
    }

    @Test("tells a client whose transaction is refused before its block which call that was")
    func refusedTransaction() throws {
        let home = try TestHome()
        let node = try home.start()
        try node.height(reaching: 1)
        _ = try node.rpc.call("broadcast_tx_sync", ["tx": Data("twice=1".utf8).base64EncodedString()])
        do {
            try node.rpc.commit("twice=1")
            Issue.record("the same transaction was taken twice")
        } catch {
            #expect("\(error)".contains("error on broadcastTxCommit: tx already exists in cache"))
        }
        node.process.stop(SIGTERM)
    }
}
