import ABCI
import Chain
import Cryptography
import KVStore
import Testing
import Wire

@Suite("Proposals of the key-value store")
struct ProposalTests {
    private static let key = Base64.encode([UInt8](repeating: 5, count: 32))

    @Test(
        "The mempool holds pairs with one sign in the middle, and updates that can be read",
        arguments: [
            ("a=b", true), ("a:b", true), ("=a", false), ("a=", false), (":a", false), ("a:", false), ("", false),
            ("ab", false), ("a=b=c", false), ("a:b:c", false), ("a=b:c", false), ("a:b=c", false),
            ("val=ed25519!\(key)!1", true), ("val=!\(key)!1", true), ("val=ed25519!\(key)!0", true),
            ("val=ed25519!\(key)!+7", true), ("val=ed25519!\(key)!-1", false), ("val=ed25519!\(key)!1.5", false),
            ("val=ed25519!\(key)!99999999999999999999", false), ("val=ed25519!\(key)", false),
            ("val=\(key)!1", false), ("val=ed25519!*!1", false), ("val=ed25519!\(key)!1!2", false), ("val=", false),
            // What Go's store takes and no node could execute.
            ("val=ed25519!AAAA!1", false), ("val=sr25519!\(key)!1", false), ("val:x", false),
            ("val=ed25519!\(key)!\(Int64.max)", false),
            ("val=secp256k1!\(Base64.encode([2] + [UInt8](repeating: 1, count: 32)))!1", false),
            ("val=secp256k1!\(Base64.encode([2] + [UInt8](repeating: 1, count: 32)))!0", true),
        ])
    func admission(text: String, isAdmitted: Bool) throws {
        var store = try foundedStore()
        let answer = try store.checkTx(RequestCheckTx(tx: transaction(text)))
        #expect(answer == (isAdmitted ? ResponseCheckTx(gasWanted: 1) : ResponseCheckTx(code: 2)))
    }

    @Test("Without parameters from a genesis every kind of key is taken")
    func unknownParameters() throws {
        var store = KVStore()
        let key = Base64.encode([2] + [UInt8](repeating: 1, count: 32))
        #expect(try store.checkTx(RequestCheckTx(tx: transaction("val=secp256k1!\(key)!1"))).code == 0)
    }

    @Test("A proposal has what is admissible, with an equals sign for the colon")
    func preparation() throws {
        var store = try foundedStore()
        let update = try validatorTransaction(9, 4)
        let answer = try store.prepareProposal(
            RequestPrepareProposal(
                maxTxBytes: 1000,
                txs: [transaction("a:b"), transaction("bad"), transaction("c=d"), update, transaction("val:x")]))
        #expect(answer.txs == [transaction("a=b"), transaction("c=d"), update])
        #expect(try store.processProposal(RequestProcessProposal(txs: answer.txs)).status == .accept)
    }

    /// Updates that consensus could not apply together, and which of them a proposal keeps.
    private static let conflicts: [(name: String, updates: [(UInt8, Int64)], kept: [Int])] = [
        ("adds and removes one validator", [(9, 5), (9, 0)], [0]),
        ("changes one validator twice", [(0, 5), (0, 6)], [0]),
        ("removes a validator that is not there", [(9, 0)], []),
        ("removes all", [(0, 0), (1, 0), (2, 0)], [0, 1]),
        ("exceeds the total power", [(8, 1 << 59), (9, 1 << 59), (7, 1 << 59)], [0]),
    ]

    @Test(
        "Updates that could not be applied together are left out of a proposal, and refused in others'",
        arguments: 0..<5)
    func conflict(_ index: Int) throws {
        let (name, updates, kept) = ProposalTests.conflicts[index]
        var store = try foundedStore()
        let transactions = try updates.map { try validatorTransaction($0.0, $0.1) }
        let prepared = try store.prepareProposal(RequestPrepareProposal(maxTxBytes: 10_000, txs: transactions))
        #expect(prepared.txs == kept.map { transactions[$0] }, "\(name)")
        #expect(try store.processProposal(RequestProcessProposal(txs: transactions)).status == .reject, "\(name)")
        #expect(try store.processProposal(RequestProcessProposal(txs: prepared.txs)).status == .accept, "\(name)")
    }

    @Test("All validators may go when others come")
    func exchange() throws {
        var store = try foundedStore(validators: 1)
        let transactions = [try validatorTransaction(0, 0), try validatorTransaction(1, 3)]
        #expect(try store.processProposal(RequestProcessProposal(txs: transactions)).status == .accept)
        #expect(
            try store.prepareProposal(RequestPrepareProposal(maxTxBytes: 1000, txs: transactions.reversed())).txs
                == transactions.reversed())
    }

    @Test(
        "A proposal with a transaction that nobody could execute is refused", arguments: ["a:b", "ab", "a=", "val=x"])
    func inexecutable(text: String) throws {
        var store = try foundedStore()
        let request = RequestProcessProposal(txs: [transaction("k=v"), transaction(text)])
        #expect(try store.processProposal(request).status == .reject)
    }

    @Test("Evidence against a validator that is gone has no effect; an update of a validator it punishes is refused")
    func evidence() throws {
        var store = try foundedStore()
        func report(_ number: UInt8) throws -> Misbehavior {
            Misbehavior(
                type: .duplicateVote, validator: ABCIValidator(address: try testKey(number).address, power: 10))
        }
        let known = try report(0)
        #expect(
            try store.processProposal(RequestProcessProposal(misbehavior: [known, known])).status == .accept)
        #expect(try store.processProposal(RequestProcessProposal(misbehavior: [try report(9)])).status == .accept)
        var executing = store
        let executed = try executing.finalizeBlock(
            RequestFinalizeBlock(txs: [transaction("k=v")], misbehavior: [try report(9)], height: 1))
        #expect(executed.validatorUpdates.isEmpty && executed.txResults.count == 1)
        let update = try validatorTransaction(0, 20)
        #expect(
            try store.processProposal(RequestProcessProposal(txs: [update], misbehavior: [known])).status == .reject)
        let prepared = try store.prepareProposal(
            RequestPrepareProposal(maxTxBytes: 1000, txs: [update, transaction("a=b")], misbehavior: [known]))
        #expect(prepared.txs == [transaction("a=b")])
    }

    @Test("A decided block that cannot be executed is an error, and nothing of it is kept")
    func failure() throws {
        var store = try foundedStore()
        _ = try store.run([transaction("a=b")], at: 1)
        let before = try store.info(RequestInfo())
        let cases: [(RequestFinalizeBlock, String)] = [
            (
                RequestFinalizeBlock(txs: [transaction("c=d"), transaction("val=x")], height: 2),
                "expected 'pubkeytype!pubkey!power'. Got [x]"
            ),
            (
                RequestFinalizeBlock(
                    txs: [try validatorTransaction(9, 1), try validatorTransaction(9, 0)], height: 2),
                "a block changes validator \(try testKey(9).address) twice"
            ),
            (
                RequestFinalizeBlock(txs: [transaction("c:d")], height: 2),
                "unexpected tx format. Expected 2 got 1"
            ),
            (
                RequestFinalizeBlock(txs: [transaction("val=ed25519!AAAA!1")], height: 2),
                "invalid size for PubKeyEd25519. Got 3, expected 32"
            ),
        ]
        for (request, text) in cases {
            #expect(throws: ApplicationError(text)) { try store.finalizeBlock(request) }
            #expect(try store.info(RequestInfo()) == before)
            #expect(store.stagedChanges.isEmpty)
            #expect(throws: ApplicationError.self) { try store.commit() }
        }
        #expect(try store.query(RequestQuery(data: Array("c".utf8))).log == "does not exist")
        _ = try store.run([transaction("c=d")], at: 2)
        #expect(try store.query(RequestQuery(data: Array("c".utf8))).log == "exists")
    }

    @Test("Any bytes are admitted or refused, and never trap")
    func anyBytes() throws {
        var store = try foundedStore()
        var state: UInt64 = 3
        func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
        let alphabet = Array("val=:!ed25519AZ+/0-\u{0}é".utf8) + [0xff]
        for _ in 0..<5000 {
            let count = Int(next() % 40)
            let prefix = next() % 2 == 0 ? Array("val=".utf8) : []
            let bytes = prefix + (0..<count).map { _ in alphabet[Int(next() % UInt64(alphabet.count))] }
            let isAdmitted = try store.checkTx(RequestCheckTx(tx: Transaction(bytes))).code == 0
            let prepared = try store.prepareProposal(
                RequestPrepareProposal(maxTxBytes: 1000, txs: [Transaction(bytes)]))
            if !isAdmitted { #expect(prepared.txs.isEmpty) }
            #expect(try store.processProposal(RequestProcessProposal(txs: prepared.txs)).status == .accept)
            _ = try? store.finalizeBlock(RequestFinalizeBlock(txs: [Transaction(bytes)], height: 1))
        }
    }
}
