import ABCI
import Chain
import Cryptography
import KVStore
import Testing
import Wire

/// The key of a validator, by number.
func testKey(_ number: UInt8) throws -> PublicKey {
    .ed25519(try #require(Ed25519PrivateKey(seed: [UInt8](repeating: number &+ 1, count: 32))).publicKey)
}

/// The transaction that gives a validator a power.
func validatorTransaction(_ number: UInt8, _ power: Int64) throws -> Transaction {
    transaction("val=ed25519!\(Base64.encode(try testKey(number).bytes))!\(power)")
}

func transaction(_ text: String) -> Transaction { Transaction(Array(text.utf8)) }

/// A store on a chain of so many validators of power 10.
func foundedStore(validators count: UInt8 = 3, retainBlocks: Int64 = 0, hasBlockEvents: Bool = false) throws -> KVStore
{
    var store = KVStore(retainBlocks: retainBlocks, hasBlockEvents: hasBlockEvents)
    _ = try store.initChain(
        RequestInitChain(
            consensusParams: ConsensusParametersUpdate(ConsensusParameters()),
            validators: try (0..<count).map { ValidatorUpdate(pubKey: try testKey($0), power: 10) }))
    return store
}

extension KVStore {
    /// Executes and commits a block.
    mutating func run(
        _ transactions: [Transaction], at height: Height, misbehavior: [Misbehavior] = []
    ) throws(ApplicationError) -> ResponseFinalizeBlock {
        let answer = try finalizeBlock(
            RequestFinalizeBlock(txs: transactions, misbehavior: misbehavior, height: height))
        _ = try commit()
        return answer
    }
}

@Suite("The key-value store")
struct KVStoreTests {
    @Test("A new store says so")
    func info() throws {
        let info = try KVStore().info(RequestInfo())
        #expect(info.data == #"{"size":0}"# && info.version == "2.0.0" && info.appVersion == 1)
        #expect(info.lastBlockHeight == 0)
        #expect(info.lastBlockAppHash == AppHash([UInt8](repeating: 0, count: 8)))
    }

    @Test(
        "The app hash is the number of transactions as a zig-zag varint in eight bytes",
        arguments: [
            (1, "0200000000000000"), (63, "7e00000000000000"), (64, "8001000000000000"), (120, "f001000000000000"),
        ])
    func appHash(count: Int, hash: String) throws {
        var store = try foundedStore()
        let answer = try store.run([Transaction](repeating: transaction("a=b"), count: count), at: 1)
        #expect(Hex.lowercase(answer.appHash.bytes) == hash)
        #expect(try store.info(RequestInfo()).lastBlockAppHash == answer.appHash)
    }

    @Test("Pairs are found once they are committed, the later of two of one key")
    func query() throws {
        var store = try foundedStore()
        _ = try store.finalizeBlock(
            RequestFinalizeBlock(txs: [transaction("k=1"), transaction("k=2"), transaction("x=y")], height: 4))
        let request = RequestQuery(data: Array("k".utf8))
        #expect(
            try store.query(request)
                == ResponseQuery(log: "does not exist", key: Array("k".utf8)))
        _ = try store.commit()
        #expect(
            try store.query(request)
                == ResponseQuery(log: "exists", key: Array("k".utf8), value: Array("2".utf8), height: 4))
        #expect(
            try store.query(RequestQuery(data: Array("x".utf8), path: "/store", height: 1, prove: true))
                == ResponseQuery(log: "exists", index: -1, key: Array("x".utf8), value: Array("y".utf8), height: 4))
        #expect(
            try store.query(RequestQuery(data: [], prove: true)).log == "does not exist")
    }

    @Test("At /val stands a validator's last update as delimited protobuf")
    func queryValidator() throws {
        var store = try foundedStore()
        let key = try testKey(1)
        let request = RequestQuery(data: key.bytes, path: "/val")
        let update = ValidatorUpdate(pubKey: key, power: 10)
        #expect(try store.query(request) == ResponseQuery(key: key.bytes, value: update.delimitedProtobuf))
        _ = try store.run([try validatorTransaction(1, 0)], at: 1)
        #expect(try store.query(request) == ResponseQuery(key: key.bytes))
        #expect(try store.query(RequestQuery(data: [1], path: "/val")) == ResponseQuery(key: [1]))
    }

    @Test("A result tells its transaction twice, in two halves if an equals sign divides it")
    func results() throws {
        var store = try foundedStore()
        let update = try validatorTransaction(7, 1)
        let answer = try store.run([Transaction([0xff, UInt8(ascii: "="), 0xfe]), update], at: 1)
        func keys(_ index: Int) -> [[UInt8]] {
            answer.txResults[index].events.map { $0.attributes[1].value.bytes }
        }
        #expect(keys(0) == [[0xff], [0xfe]])
        #expect(keys(1) == [update.bytes, update.bytes])
        #expect(answer.txResults[0].events.map(\.type) == ["app", "app"])
        #expect(answer.txResults[0].events[0].attributes.map(\.key) == ["creator", "key", "index_key", "noindex_key"])
        #expect(answer.txResults[0].events[0].attributes.map(\.index) == [true, true, true, false])
        #expect(answer.txResults[0].events.map { $0.attributes[0].value } == ["Cosmoshi Netowoko", "Cosmoshi"])
        #expect(answer.validatorUpdates == [ValidatorUpdate(pubKey: try testKey(7), power: 1)])
        #expect(answer.events.isEmpty)
    }

    @Test("A validator that voted twice loses one, before the block's own updates")
    func punishment() throws {
        var store = try foundedStore()
        let address = try testKey(1).address
        let report = Misbehavior(
            type: .duplicateVote, validator: ABCIValidator(address: address, power: 10), height: 1)
        let attack = Misbehavior(
            type: .lightClientAttack, validator: ABCIValidator(address: address, power: 10), height: 1)
        // Several pieces about one validator punish it once.
        let answer = try store.run(
            [try validatorTransaction(2, 30)], at: 2, misbehavior: [report, attack, report])
        #expect(
            answer.validatorUpdates == [
                ValidatorUpdate(pubKey: try testKey(1), power: 9), ValidatorUpdate(pubKey: try testKey(2), power: 30),
            ])
    }

    @Test("Blocks have events of their own when asked for, two at even heights")
    func blockEvents() throws {
        var store = try foundedStore(hasBlockEvents: true)
        #expect(try store.run([], at: 1).events.map { $0.attributes.map(\.value) } == [["400", "300"]])
        #expect(
            try store.run([], at: 2).events.map { $0.attributes.map(\.value) } == [["100", "200"], ["200", "300"]])
    }

    @Test("The node is asked to keep as many blocks as were wanted")
    func retention() throws {
        var store = try foundedStore(retainBlocks: 3)
        let heights = try (1...5).map { height in
            _ = try store.finalizeBlock(RequestFinalizeBlock(height: Height(Int64(height))))
            return try store.commit().retainHeight
        }
        #expect(heights == [0, 0, 1, 2, 3])
    }

    @Test("What the staged changes leave is the store again")
    func restoring() throws {
        var store = try foundedStore()
        var entries: [[UInt8]: [UInt8]] = [:]
        func save() { for change in store.stagedChanges { entries[change.key] = change.value } }
        save()
        for height in 1...4 {
            _ = try store.finalizeBlock(
                RequestFinalizeBlock(
                    txs: [transaction("k\(height)=v"), try validatorTransaction(UInt8(height), Int64(height - 1))],
                    height: Height(Int64(height))))
            save()
            _ = try store.commit()
            #expect(store.stagedChanges.isEmpty)
            var restored = try KVStore(restoring: entries.map { ($0.key, $0.value) })
            #expect(try restored.info(RequestInfo()) == store.info(RequestInfo()))
            for request in [
                RequestQuery(data: Array("k\(height)".utf8)),
                RequestQuery(data: try testKey(1).bytes, path: "/val"),
            ] { #expect(try restored.query(request) == store.query(request)) }
            let next = RequestFinalizeBlock(txs: [transaction("z=z")], height: 9)
            var copy = store
            let expected = try copy.finalizeBlock(next)
            #expect(try restored.finalizeBlock(next) == expected)
        }
    }

    @Test("A block with pairs has one entry for them, one without has none")
    func entries() throws {
        var store = try foundedStore()
        let full = RequestFinalizeBlock(txs: ["c=1", "a=2", "b=3"].map(transaction), height: 1)
        _ = try store.finalizeBlock(full)
        #expect(store.stagedChanges.count == 2)
        _ = try store.commit()
        _ = try store.finalizeBlock(RequestFinalizeBlock(height: 2))
        #expect(store.stagedChanges.count == 1)
    }

    @Test("Pairs that are cut or made of anything are read or refused")
    func damagedPairs() throws {
        var store = try foundedStore()
        _ = try store.finalizeBlock(RequestFinalizeBlock(txs: ["c=1", "a=2"].map(transaction), height: 1))
        let change = try #require(store.stagedChanges.first { $0.key.starts(with: "kvBlock:".utf8) })
        let whole = try #require(change.value)
        for count in whole.indices {
            _ = try? KVStore(restoring: [(key: change.key, value: Array(whole.prefix(count)))])
        }
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let noise = (0..<Int.random(in: 0..<40, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            _ = try? KVStore(restoring: [(key: change.key, value: noise)])
        }
    }

    @Test("The last value of a key is the one that comes back, whatever the order of the entries")
    func overwritten() throws {
        var store = try foundedStore()
        // A store of before had a pair by itself.
        var entries: [[UInt8]: [UInt8]] = [Array("kvPairKey:a".utf8): [0], Array("kvPairKey:old".utf8): [7]]
        for height: Int64 in 1...300 {
            _ = try store.finalizeBlock(
                RequestFinalizeBlock(
                    txs: [transaction("a=\(height)"), transaction("b\(height % 7)=x"), transaction("a=\(height)!")],
                    height: Height(height)))
            for change in store.stagedChanges { entries[change.key] = change.value }
            _ = try store.commit()
        }
        for _ in 0..<5 {
            let restored = try KVStore(restoring: entries.shuffled().map { ($0.key, $0.value) })
            for (key, value) in [("a", Array("300!".utf8)), ("b6", Array("x".utf8)), ("old", [7])] {
                #expect(try restored.query(RequestQuery(data: Array(key.utf8))).value == value)
            }
        }
    }

    @Test("A store that was restored from mostly outworn entries writes what is valid anew, with the next block")
    func outworn() throws {
        var store = try foundedStore()
        var entries: [[UInt8]: [UInt8]] = [:]
        func save() { for change in store.stagedChanges { entries[change.key] = change.value } }
        save()
        for height: Int64 in 1...400 {
            _ = try store.finalizeBlock(
                RequestFinalizeBlock(
                    txs: (0..<4).map { transaction("k\($0)=\(height)") } + [transaction("own\(height % 50)=1")],
                    height: Height(height)))
            save()
            _ = try store.commit()
        }
        let size = entries.reduce(0) { $0 + $1.value.count }
        store = try KVStore(restoring: entries.map { ($0.key, $0.value) })
        for height: Int64 in 401...402 {
            _ = try store.finalizeBlock(RequestFinalizeBlock(txs: [transaction("k0=new")], height: Height(height)))
            #expect((store.stagedChanges.count > 2) == (height == 401))
            save()
            _ = try store.commit()
        }
        #expect(entries.reduce(0) { $0 + $1.value.count } < size / 5)
        let restored = try KVStore(restoring: entries.map { ($0.key, $0.value) })
        for (key, value) in [("k0", "new"), ("k3", "400"), ("own0", "1"), ("own49", "1")] {
            #expect(try restored.query(RequestQuery(data: Array(key.utf8))).value == Array(value.utf8))
        }
        #expect(try restored.info(RequestInfo()) == store.info(RequestInfo()))
    }

    @Test(
        "Entries that are not the store's are refused",
        arguments: ["unknown", "stateKey", "val=x", "kvBlock:", "kvBlock:12345678", "kvBlock:123456789"])
    func foreignEntries(key: String) {
        #expect(throws: ApplicationError.self) {
            try KVStore(restoring: [(key: Array(key.utf8), value: [0xff])])
        }
    }

    @Test("A commit needs an executed block")
    func commitAlone() throws {
        var store = try foundedStore()
        #expect(throws: ApplicationError.self) { try store.commit() }
        _ = try store.run([], at: 1)
        #expect(throws: ApplicationError.self) { try store.commit() }
    }

    @Test("A block executed again counts once")
    func again() throws {
        var store = try foundedStore()
        let request = RequestFinalizeBlock(txs: [transaction("a=b")], height: 1)
        let first = try store.finalizeBlock(request)
        #expect(try store.info(RequestInfo()).data == #"{"size":0}"#)
        #expect(try store.finalizeBlock(request) == first)
        _ = try store.commit()
        #expect(try store.info(RequestInfo()).data == #"{"size":1}"#)
    }

    @Test("It answers the calls it has no use for")
    func defaults() throws {
        var store = KVStore()
        #expect(try store.extendVote(RequestExtendVote()).voteExtension.isEmpty)
        #expect(try store.verifyVoteExtension(RequestVerifyVoteExtension()).status == .accept)
        #expect(try store.listSnapshots().snapshots.isEmpty)
        #expect(try store.offerSnapshot(RequestOfferSnapshot()).result == .unknown)
        #expect(try store.loadSnapshotChunk(RequestLoadSnapshotChunk()).chunk.isEmpty)
        #expect(try store.applySnapshotChunk(RequestApplySnapshotChunk()).result == .unknown)
    }
}
