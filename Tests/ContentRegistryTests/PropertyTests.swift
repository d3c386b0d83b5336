import ABCI
import Chain
import ContentRegistry
import Cryptography
import Foundation
import JSON
import Testing
import Transactions
import Wire

/// Sequences of messages, good and bad, that depend on nothing but a seed.
struct MessageSource {
    var chance: Chance
    var wallets: [Wallet]
    private let works = 40

    init(seed: UInt64, wallets: Int) {
        chance = Chance(seed: seed)
        self.wallets = (0..<wallets).map { Wallet($0, number: UInt64($0)) }
    }

    private mutating func address() -> AccountAddress {
        // Some have no account yet.
        Wallet(chance.below(wallets.count + 3)).address
    }

    private mutating func someWork() -> Work {
        let isNew = chance.below(3) > 0
        var result = work(chance.below(works), isNew: isNew)
        if isNew && chance.below(2) == 0 { result.owner = address() }
        let names: [ByteString] = ["liberation_v1", "cc_by", "cc_by_nd", "custom:my terms"]
        if isNew { result.license = license(names[chance.below(names.count)]) }
        return result
    }

    mutating func message(_ signer: AccountAddress) -> RegistryMessage {
        switch chance.below(9) {
        case 0, 1: return .register(MsgRegisterContent(creator: signer, work: someWork()))
        case 2:
            let count = 1 + chance.below(6)
            var works: [Work] = []
            for _ in 0..<count { works.append(someWork()) }
            return .registerBatch(MsgRegisterContentBatch(creator: signer, works: works))
        case 3, 4:
            return .transfer(
                MsgTransferOwnership(
                    creator: signer, contentHash: contentHash(chance.below(works)), newOwner: address(),
                    expectedRevision: UInt64(chance.below(4))))
        case 5:
            return .updateLicense(
                MsgUpdateLicense(
                    creator: signer, contentHash: contentHash(chance.below(works)),
                    expectedRevision: UInt64(1 + chance.below(3)), license: license("cc_by_sa")))
        case 6:
            let old = chance.below(works)
            return .revise(
                MsgRevise(
                    creator: signer, work: someWork(), previousVersion: contentHash(old),
                    expectedRevision: UInt64(1 + chance.below(3))))
        case 7: return .revokeKey(MsgRevokeKey(creator: signer, keyID: ByteString("key \(chance.below(works))")))
        default:
            let amount = Amount(UInt128(1 + chance.below(700)))
            return .send(MsgSend(sender: signer, recipient: address(), amount: [.stake(amount)]))
        }
    }

    mutating func transaction(at time: Timestamp) -> [UInt8] {
        let index = chance.below(wallets.count)
        var messages: [RegistryMessage] = []
        for _ in 0...chance.below(2) { messages.append(message(wallets[index].address)) }
        switch chance.below(10) {
        case 0: return (0..<chance.below(200)).map { _ in UInt8(truncatingIfNeeded: chance.next()) }
        case 1:
            // A sequence that is not its turn.
            var copy = wallets[index]
            copy.sequence += 1
            return copy.signed(TransactionBody(messages: messages))
        case 2, 3:
            let timeout = time.adding(.seconds(Int64(chance.below(700))))
            var copy = wallets[index]
            copy.sequence = 0
            return copy.signed(TransactionBody(messages: messages, isUnordered: true, timeoutTimestamp: timeout))
        default:
            defer { wallets[index].sequence += 1 }
            return wallets[index].signed(TransactionBody(messages: messages))
        }
    }
}

@Suite("Whatever is sent")
struct PropertyTests {
    @Test(
        "Coins are conserved, a record has one owner, and every instance has the same app hash",
        arguments: [1, 2, 3, 4] as [UInt64])
    func sequences(seed: UInt64) throws {
        var source = MessageSource(seed: seed, wallets: 6)
        let balance: UInt64 = 1_000
        var chain = try RegistryChain(source.wallets, balance: balance)
        var other = try RegistryChain(source.wallets, balance: balance)
        var imported: RegistryChain?
        for block in 0..<25 {
            let transactions = (0..<source.chance.below(12)).map { _ in source.transaction(at: chain.time) }
            let seconds = Int64(1 + source.chance.below(200))
            let response = try chain.block(transactions, after: seconds)
            #expect(try other.block(transactions, after: seconds) == response)
            if var copy = imported {
                #expect(try copy.block(transactions, after: seconds) == response)
                imported = copy
            }
            #expect(response.appHash == (try chain.appHash))
            if source.chance.below(4) == 0 { chain = try chain.restarted() }
            if block == 12 {
                imported = try self.imported(chain)
                #expect(try imported?.appHash == chain.appHash)
            }
        }
        let last = try self.imported(chain)
        #expect(try last.appHash == chain.appHash)
        #expect(try last.application.exportState().appState == chain.application.exportState().appState)
        let records = try statistics(chain).records
        #expect(records > 10)
        try expectConsistent(chain, total: balance * UInt64(source.wallets.count))
    }

    /// A chain that begins with what another one is now.
    private func imported(_ chain: RegistryChain) throws -> RegistryChain {
        let (appState, appHash) = try chain.application.exportState()
        let copy = try RegistryChain(
            appState: String(decoding: appState, as: UTF8.self), initialHeight: chain.height.next, time: chain.time)
        #expect(try copy.application.info(RequestInfo()).lastBlockAppHash == appHash)
        return copy
    }

    private func expectConsistent(_ chain: RegistryChain, total: UInt64) throws {
        let state = JSONReader(try JSONValue(parsing: try chain.application.exportState().appState))
        var sum: UInt64 = 0
        for account in try state["bank"]["balances"].array() {
            for coin in try account["coins"].array() { sum += try coin["amount"].uint64String() }
        }
        #expect(sum == total)
        #expect(try state["bank"]["supply"].array()[0]["amount"].uint64String() == total)
        var owners: [ByteString: Set<ByteString>] = [:]
        var transfers = 0
        let records = try state["contentregistry"]["records"].array()
        #expect(UInt64(records.count) == (try statistics(chain).records))
        for record in records {
            let hash = try record["content_hash"].string()
            owners[try record["owner"].string(), default: []].insert(hash)
            let history = try record["history"].array()
            #expect(try record["revision"].uint64String() == UInt64(history.count + 1))
            transfers += try history.filter { try $0["type"].string() == "ownership_transferred" }.count
            if try record["next_version"].isPresent {
                let next = try record["next_version"].string()
                let following = try records.filter { try $0["content_hash"].string() == next }
                #expect(try following.map { try $0["previous_version"].string() } == [hash])
            }
        }
        #expect(UInt64(transfers) == (try statistics(chain).transfers))
        // The list of an owner is what the records say, for every account there is.
        for account in try state["auth"]["accounts"].array() {
            let owner = try account["address"].string()
            let response = try chain.query(
                QueryPath.recordsByOwner, RecordsRequest(owner: owner, page: PageRequest(limit: 1000)).protobuf)
            let listed = try RecordsAnswer(protobuf: response.value).items.map { ByteString($0.contentHash.text) }
            #expect(Set(listed) == owners[owner, default: []])
            #expect(listed.count == owners[owner, default: []].count)
        }
    }

    /// Unoptimised, a record takes two thirds of a millisecond from its transaction to the map: decoding, addresses, hashes.
    /// Its signature is one of a hundred works. `REGISTRY_RECORDS=5000` asks for fewer, when there is no time.
    private static let recordsCount =
        ProcessInfo.processInfo.environment["REGISTRY_RECORDS"].flatMap { Int($0) } ?? 50_000

    @Test("Each of many records takes less than a kilobyte, all lists and the tree around it included")
    func size() throws {
        var api = Wallet(1)
        let owners = (100..<107).map { Wallet($0).address }
        var chain = try RegistryChain([api])
        try chain.block()
        let before = chain.state.size
        let blocks = max(1, Self.recordsCount / 2_500), count = blocks * 2_500
        for block in 0..<blocks {
            let batches = (0..<25).map { batch in
                let works = (0..<100).map { index -> Work in
                    var work = work(2_500 * block + 100 * batch + index, owner: owners[index % owners.count])
                    work.licensingURI = try? LicensingURI("https://example.org/licensing/0123456789")
                    return work
                }
                return api.sign(.registerBatch(MsgRegisterContentBatch(creator: api.address, works: works)))
            }
            #expect(try chain.block(batches).txResults.allSatisfy { $0.code == 0 })
        }
        for _ in 0..<101 { try chain.block() }
        let bytes = (chain.state.size - before) / count
        #expect(bytes < 1024)
        #expect(bytes > 300)
        #expect(try statistics(chain).records == UInt64(count))
        var restarted = try chain.restarted()
        #expect(try restarted.appHash == chain.appHash)
        #expect(try restarted.block().appHash == chain.block().appHash)
    }
}
