import ABCI
import Chain
import Cryptography
import Foundation
import JSON
import Testing
import Transactions
import Wire

@testable import ContentRegistry

/// Joins, leaves, changes of keys, votes and evidence in an order that depends on nothing but a seed, good and bad.
private struct StakeSource {
    var chance: Chance
    /// Who operates validators, or wants to.
    var wallets: [Wallet]
    /// Operators of validators that signed two things: they give their coins to others.
    var tombstoned: [Wallet] = []
    /// The next key and wallet that nobody has had.
    private var nextKey = 100
    private var nextWallet = 100
    /// Every key that was ever to be a validator's.
    private var keys = Array(0..<4)

    init(seed: UInt64) {
        chance = Chance(seed: seed)
        wallets = (0..<4).map { Wallet($0) } + (10..<18).map { Wallet($0) }
    }

    private mutating func key() -> Int {
        if chance.below(10) == 0 { return keys[chance.below(keys.count)] }
        nextKey += 1
        keys.append(nextKey)
        return nextKey
    }

    /// Replaces the operators that have no validator and can have none any more.
    mutating func replace(in chain: StakeChain) throws {
        let operators = try chain.validators().validators.map(\.account)
        for index in wallets.indices where !operators.contains(wallets[index].address) {
            let key = StateKey.tombstone(wallets[index].address)
            guard !(try chain.chain.query(QueryPath.stateEntry, key).value.isEmpty) else { continue }
            tombstoned.append(wallets[index])
            nextWallet += 1
            wallets[index] = Wallet(nextWallet)
        }
    }

    private mutating func content(_ open: Int) -> ProposalContent {
        switch chance.below(12) {
        case 0: return .remove(wallets[chance.below(wallets.count)].address)
        case 1:
            let seconds = ByteString("\(20 + chance.below(100))s")
            return .parameters([ParameterChange(name: "unbonding_time", value: seconds)])
        case 2: return .halt(1)
        case 3: return .registryVersion(9)
        default: return .admit(wallets[chance.below(wallets.count)].address)
        }
    }

    /// A transaction of this wallet, as its account stands.
    private mutating func transaction(_ wallet: Wallet, _ chain: StakeChain, version: UInt64) throws -> [UInt8] {
        var wallet = wallet
        let validators = try chain.validators(), open = try chain.openProposals()
        let operates = validators.validators.contains { $0.account == wallet.address }
        if validators.admitted.contains(wallet.address) && chance.below(3) > 0 { return wallet.join(key()) }
        switch chance.below(operates ? 14 : 6) {
        case 0: return wallet.join(key(), bond: chance.below(5) == 0 ? 7_000_000 : 1_000_000_000)
        case 1: return wallet.send(Amount(UInt128(1 + chance.below(900))), to: wallets[chance.below(12)].address)
        case 2, 3: return wallet.leave()
        case 4, 5, 6: return wallet.rotate(to: key())
        case 7, 8:
            let expiry = Height(chain.chain.height.rawValue + Int64(chance.below(40)))
            return wallet.propose(content(open.count), expiry: expiry, version: version)
        default:
            if open.isEmpty { return wallet.propose(content(0), version: version) }
            return wallet.vote(open[chance.below(open.count)].number, chance.below(8) > 0)
        }
    }

    /// At most one transaction of each wallet.
    mutating func block(_ chain: StakeChain, version: UInt64) throws -> [[UInt8]] {
        var transactions: [[UInt8]] = []
        for wallet in wallets where chance.below(2) == 0 {
            guard let known = try wallet.known(in: chain) else { continue }
            transactions.append(try transaction(known, chain, version: version))
        }
        for wallet in tombstoned {
            guard var known = try wallet.known(in: chain) else { continue }
            let amount = try chain.coins(of: known)
            if amount > 0 { transactions.append(known.send(Amount(amount), to: wallets[chance.below(12)].address)) }
        }
        return transactions
    }

    /// Somebody signs two things now and then: a validator of now, or any key that ever was one's or was to be.
    mutating func equivocators(_ chain: StakeChain) -> [Address] {
        if chance.below(8) > 0 { return [] }
        let current = chain.current.validators
        if chance.below(2) == 0 { return [current[chance.below(current.count)].address] }
        return [StakeChain.address(keys[chance.below(keys.count)])]
    }

    /// Who signs nothing for a while.
    mutating func silence(_ chain: inout StakeChain) {
        if chance.below(6) > 0 { return }
        let all = chain.current.validators
        chain.silent = chance.below(2) == 0 ? [] : [all[chance.below(all.count)].address]
    }
}

extension Wallet {
    /// The wallet with its account as it stands; nil when there is none.
    fileprivate func known(in chain: StakeChain) throws -> Wallet? {
        guard let fields = try? account(chain.chain, self) else { return nil }
        var wallet = self
        wallet.number = fields.number
        wallet.sequence = fields.sequence
        return wallet
    }
}

extension StakeChain {
    fileprivate func openProposals() throws -> [ProposalEntry] {
        try ProposalsAnswer(protobuf: chain.query(QueryPath.proposals).value).proposals
    }
}

@Suite("Whatever validators do")
struct StakePropertyTests {
    /// In each of the eight runs; `STAKE_TRANSACTIONS=1250` makes them ten thousand.
    private static let transactions =
        ProcessInfo.processInfo.environment["STAKE_TRANSACTIONS"].flatMap { Int($0) } ?? 400

    private struct Counts {
        var all = 0
        var succeeded: [ByteString: Int] = [:]

        mutating func take(_ results: [ExecTxResult], _ events: [Event]) {
            all += results.count
            for event in results.flatMap(\.events) + events { succeeded[event.type, default: 0] += 1 }
        }
    }

    @Test(
        "Coins are conserved, the set is never empty, the engine takes every update, and a chain that begins with the state goes on alike",
        arguments: [1, 2, 3, 4] as [UInt64], FaultModel.allCases)
    func sequences(seed: UInt64, model: FaultModel) throws {
        var source = StakeSource(seed: seed &* 2 &+ (model == .crash ? 1 : 0))
        var chain = try StakeChain(
            (0..<4).map { Wallet($0) }, faultModel: model, parameters: #"{"unbonding_time":"60s"}"#)
        var copy: StakeChain?
        var counts = Counts()
        var block = 0
        while counts.all < Self.transactions {
            block += 1
            let version = try ParametersAnswer(protobuf: chain.chain.query(QueryPath.parameters).value).version
            source.silence(&chain)
            let transactions = try source.block(chain, version: version)
            let equivocators = source.equivocators(chain)
            let seconds = Int64(1 + source.chance.below(10))
            let results = try chain.block(transactions, after: seconds, equivocators: equivocators)
            counts.take(results, chain.events)
            try expectAgreement(chain)
            if var other = copy {
                other.silent = chain.silent
                #expect(try other.block(transactions, after: seconds, equivocators: equivocators) == results)
                #expect(other.updates == chain.updates && other.events == chain.events)
                #expect(try other.appHash == chain.appHash)
                copy = other
            }
            if block % 25 == 0 {
                try expectConserved(chain)
                try chain.restart()
            }
            if block % 50 == 0 {
                let imported = try chain.imported()
                #expect(imported.next.validators.map(\.address) == chain.next.validators.map(\.address))
                copy = imported
                copy?.adopt(chain)
            }
            try source.replace(in: chain)
        }
        try expectConserved(chain)
        // It was no idle run.
        for event in [
            "create_validator", "unbond", "rotate_consensus_key", "tombstone", "close_proposal", "complete_unbonding",
            "remove_validator",
        ] as [ByteString] {
            #expect(counts.succeeded[event, default: 0] > 0, "\(event): \(counts.succeeded)")
        }
    }

    /// The application's validators are those that the engine will have.
    private func expectAgreement(_ chain: StakeChain) throws {
        let own = try chain.validators().validators
        #expect(Set(own.map(\.publicKey.address)) == Set(chain.next.validators.map(\.address)))
        #expect(own.allSatisfy { $0.power == 1000 && $0.bond == 1_000_000_000 })
        #expect(chain.next.totalPower.rawValue == 1000 * Int64(own.count))
        #expect(Set(own.map(\.account)).count == own.count)
    }

    /// Balances, bonds, and bonds that are leaving, add up to what the genesis made.
    private func expectConserved(_ chain: StakeChain) throws {
        let state = JSONReader(try JSONValue(parsing: try chain.chain.application.exportState().appState))
        var sum: UInt64 = 0
        for account in try state["bank"]["balances"].array() {
            for coin in try account["coins"].array() { sum += try coin["amount"].uint64String() }
        }
        let registry = try state["contentregistry"]
        for validator in try registry["validators"].array() { sum += try validator["tokens"].uint64String() }
        for entry in try registry["unbonding"].array() { sum += try entry["amount"].uint64String() }
        #expect(sum == 40_000_000_000)
        #expect(try state["bank"]["supply"].array()[0]["amount"].uint64String() == 40_000_000_000)
    }
}
