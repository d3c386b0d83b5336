import ABCI
import Chain
import ContentRegistry
import Cryptography
import MerkleMap
import Testing
import Transactions
import Wire

@Suite("Keys that are revoked")
struct RevokedKeyTests {
    private func revoke(_ wallet: Wallet, _ keyID: ByteString) -> RegistryMessage {
        .revokeKey(MsgRevokeKey(creator: wallet.address, keyID: keyID))
    }

    private func answer(_ chain: RegistryChain, _ request: RevokedKeysRequest) throws -> RevokedKeysAnswer {
        let response = try chain.query(QueryPath.revokedKeys, request.protobuf)
        if response.code != 0 { throw ApplicationError("\(response.code): \(response.log)") }
        return try RevokedKeysAnswer(protobuf: response.value)
    }

    private func keys(_ chain: RegistryChain, _ wallet: Wallet) throws -> [ByteString] {
        try answer(chain, RevokedKeysRequest(account: ByteString(wallet.address.text))).items.map(\.keyID)
    }

    @Test("A key is revoked for who signs, once; said again it is answered with the first time")
    func revocation() throws {
        var alice = Wallet(1), bob = Wallet(2)
        bob.number = 1
        var chain = try RegistryChain([alice, bob])
        let transaction = alice.sign(revoke(alice, "k1"))
        let first = try chain.deliver(transaction)
        #expect(first.code == 0 && first.gasUsed == 60_000, "\(first.log)")
        #expect(first.attribute("key_revoked", "key_id") == "k1")
        #expect(first.attribute("key_revoked", "account") == ByteString(alice.address.text))
        #expect(try MsgRevokeKeyResponse(protobuf: first.response()) == MsgRevokeKeyResponse())
        let before = try chain.appHash
        let revokedAt = (chain.height, chain.time)
        // Another account of that moment has nothing to do with it.
        #expect(try keys(chain, bob).isEmpty)
        let again = try chain.deliver(alice.sign(revoke(alice, "k1")))
        #expect(again.code == 0)
        #expect(again.eventTypes == ["tx", "message", "key_revocation_exists"])
        #expect(
            try MsgRevokeKeyResponse(protobuf: again.response())
                == MsgRevokeKeyResponse(
                    isExisting: true, height: revokedAt.0.rawValue, transactionHash: Transaction(transaction).hash))
        #expect(try chain.appHash != before, "the sequence is used up")
        #expect(
            try answer(chain, RevokedKeysRequest(account: ByteString(alice.address.text))).items
                == [
                    RevokedKey(
                        keyID: "k1", height: revokedAt.0.rawValue, time: revokedAt.1,
                        transactionHash: Transaction(transaction).hash)
                ])
        #expect(try chain.deliver(bob.sign(revoke(bob, "k1"))).code == 0)
        #expect(try keys(chain, bob) == ["k1"])
    }

    @Test("Nobody revokes a key in another's name, nor without an account")
    func others() throws {
        let alice = Wallet(1)
        var chain = try RegistryChain([alice])
        let forged = Wallet(2, number: 0).signed(TransactionBody(messages: [revoke(alice, "k1")]))
        #expect(try chain.deliver(forged).code == 8)
        let stranger = Wallet(3).signed(TransactionBody(messages: [revoke(Wallet(3), "k1")]))
        #expect(try chain.deliver(stranger).code == 9)
        #expect(try keys(chain, alice).isEmpty)
    }

    @Test("Any text of 1 to 64 bytes is an id, and ids that look alike are two")
    func ids() throws {
        var alice = Wallet(1)
        var chain = try RegistryChain([alice])
        let long = ByteString(String(repeating: "x", count: 64))
        // The same letter, composed and decomposed.
        let alike: [ByteString] = ["\u{e9}", "e\u{301}"]
        for id in [long] + alike { #expect(try chain.deliver(alice.sign(revoke(alice, id))).code == 0) }
        #expect(Set(try keys(chain, alice)) == Set([long] + alike))
        for id in ["", ByteString(String(repeating: "x", count: 65))] as [ByteString] {
            let bytes = alice.signed(TransactionBody(messages: [revoke(alice, id)]))
            #expect(try chain.check(bytes).code == 18)
            #expect(try chain.deliver(bytes).code == 18)
        }
    }

    @Test("The list comes page by page, both ways, and each key by itself", arguments: [false, true])
    func pages(isReversed: Bool) throws {
        var alice = Wallet(1)
        var chain = try RegistryChain([alice, Wallet(2)])
        let ids = (10..<33).map { ByteString("key-\($0)") }
        for id in ids.reversed() { _ = try chain.deliver(alice.sign(revoke(alice, id))) }
        var request = RevokedKeysRequest(
            account: ByteString(alice.address.text), page: PageRequest(limit: 5, isReversed: isReversed))
        var found: [ByteString] = []
        repeat {
            let answer = try answer(chain, request)
            #expect(answer.items.count <= 5)
            found += answer.items.map(\.keyID)
            request.page.key = answer.page.nextKey
        } while !request.page.key.isEmpty && found.count < 100
        #expect(found == (isReversed ? ids.reversed() : ids))
        request = RevokedKeysRequest(account: ByteString(alice.address.text), keyID: "key-12")
        #expect(try answer(chain, request).items.map(\.keyID) == ["key-12"])
        request.keyID = "key-1"
        #expect(try answer(chain, request).items.isEmpty)
        request.keyID = ByteString(String(repeating: "x", count: 65))
        #expect(try chain.query(QueryPath.revokedKeys, request.protobuf).code == 18)
        request = RevokedKeysRequest(
            account: ByteString(alice.address.text), page: PageRequest(key: [UInt8](repeating: 1, count: 65)))
        #expect(try chain.query(QueryPath.revokedKeys, request.protobuf).code == 18)
        #expect(try chain.query(QueryPath.revokedKeys, RevokedKeysRequest(account: "daon1x").protobuf).code == 7)
    }

    @Test("A revocation, and that there is none, is proven against the app hash")
    func proofs() throws {
        var alice = Wallet(1)
        var chain = try RegistryChain([alice])
        let result = try chain.block([alice.sign(revoke(alice, "k1"))])
        for (id, isThere) in [("k1", true), ("k2", false)] as [(ByteString, Bool)] {
            let key = RevokedKey.key(of: alice.address, id)
            let response = try chain.query(QueryPath.stateEntry, key, prove: true)
            let proof = try #require(response.proofOps)
            let path = "/x:\(Hex.uppercase(key))"
            #expect(response.value.isEmpty == !isThere)
            if isThere {
                try MapProofOperator.runtime.verifyValue(
                    response.value, at: path, root: result.appHash.bytes, proof: proof)
                #expect(try RevokedKey(MapEntry(key: key, value: response.value)).keyID == id)
            } else {
                try MapProofOperator.runtime.verifyAbsence(at: path, root: result.appHash.bytes, proof: proof)
            }
        }
    }

    @Test("An export has the revoked keys, and a chain that begins with it the same app hash")
    func export() throws {
        var alice = Wallet(1)
        var chain = try RegistryChain([alice])
        #expect(!String(decoding: try chain.application.exportState().appState, as: UTF8.self).contains("revoked_keys"))
        for id in ["k1", "k 2", "\u{e9}"] as [ByteString] { _ = try chain.deliver(alice.sign(revoke(alice, id))) }
        let (appState, appHash) = try chain.application.exportState()
        var copy = try RegistryChain(
            appState: String(decoding: appState, as: UTF8.self), initialHeight: chain.height.next, time: chain.time)
        #expect(try copy.appHash == appHash)
        #expect(try copy.application.exportState().appState == appState)
        #expect(try keys(copy, alice) == keys(chain, alice))
        let again = try copy.deliver(alice.sign(revoke(alice, "k1")))
        #expect(try MsgRevokeKeyResponse(protobuf: again.response()).isExisting)
    }

    @Test("A genesis with a wrong revocation says what is wrong")
    func genesis() throws {
        let account = Wallet(1).address
        func text(_ entries: String, version: Int = 3) -> String {
            #"{"contentregistry":{"params":{"registry_version":"\#(version)"},"revoked_keys":[\#(entries)]}}"#
        }
        func entry(_ id: String) -> String {
            """
            {"address":"\(account)","key_id":"\(id)","height":"3","time":"2026-01-01T00:00:00Z",\
            "tx_hash":"\(SHA256.hash([1]))"}
            """
        }
        #expect(throws: Never.self) { try RegistryChain(appState: text(entry("a"))) }
        for (wrong, member) in [
            (text(entry("")), "revoked_keys[0].key_id: 0 bytes"),
            (text(entry(String(repeating: "x", count: 65))), "revoked_keys[0].key_id: 65 bytes"),
            (text(entry("a") + "," + entry("a")), "revoked_keys[1].key_id: \(account) has revoked a twice"),
            (text(entry("a"), version: 2), "revoked_keys[0]: keys are revoked from version 3 on"),
        ] {
            do {
                _ = try RegistryChain(appState: wrong)
                Issue.record("\(member) was taken")
            } catch let error as ApplicationError {
                #expect("\(error)".contains(member), "\(error)")
            }
        }
    }
}
