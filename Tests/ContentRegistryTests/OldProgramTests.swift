import ABCI
import Chain
import Cryptography
import JSON
import Testing
import Transactions
import Wire

@testable import ContentRegistry

/// A program that knows only an older version of the messages, beside one that knows the newest, on a chain of that version.
@Suite("An old program and a new one")
struct OldProgramTests {
    /// What of a result is hashed into the next block.
    private struct Hashed: Hashable {
        let code: UInt32
        let data: [UInt8]
        let gasWanted: Int64
        let gasUsed: Int64

        init(_ result: ExecTxResult) {
            (code, data, gasWanted, gasUsed) = (result.code, result.data, result.gasWanted, result.gasUsed)
        }
    }

    /// Messages of all versions, whole and damaged; each in a moment of its own, so that none waits for another.
    private func transaction(_ source: inout MessageSource, _ number: Int, at time: Timestamp) -> [UInt8] {
        let index = source.chance.below(source.wallets.count)
        var messages: [RegistryMessage] = []
        for _ in 0...source.chance.below(2) { messages.append(source.message(source.wallets[index].address)) }
        var wallet = source.wallets[index]
        wallet.sequence = 0
        let body = TransactionBody(
            messages: messages, isUnordered: true,
            timeoutTimestamp: time.adding(nanoseconds: 1_000_000_000 + Int64(number)))
        var bytes = wallet.signed(body, gas: source.chance.below(6) == 0 ? 1 : 3_000_000)
        if source.chance.below(4) == 0 && !bytes.isEmpty {
            bytes[source.chance.below(bytes.count)] = UInt8(truncatingIfNeeded: source.chance.next())
        }
        return bytes
    }

    @Test(
        "They give one verdict on whatever is sent, as long as the chain has the old version, in CheckTx, simulation and block",
        arguments: [1, 2, 3] as [UInt64], [RegistryVersion.first, .second])
    func verdicts(seed: UInt64, version: RegistryVersion) throws {
        var source = MessageSource(seed: seed &* 2 &+ version.rawValue, wallets: 5)
        let parameters = RegistryChain.parameters(version)
        var old = try RegistryChain(source.wallets, parameters: parameters, known: version)
        var new = try RegistryChain(source.wallets, parameters: parameters)
        #expect(try old.appHash == new.appHash)
        var codes: [UInt32: Int] = [:]
        for block in 0..<12 {
            let transactions = (0..<12).map { transaction(&source, 100 * block + $0, at: new.time) }
            for bytes in transactions {
                // Once more with the signatures verified beforehand.
                var proven = [old, new]
                for index in proven.indices {
                    let proof = proven[index].application.verifySignatures(of: Transaction(bytes))
                    proven[index].application.take(proof.map { [$0] } ?? [])
                }
                let left = try old.check(bytes)
                #expect(try new.check(bytes) == left)
                for index in proven.indices { #expect(try proven[index].check(bytes) == left) }
                #expect(
                    try old.query(QueryPath.checkedSimulation, bytes) == new.query(QueryPath.checkedSimulation, bytes))
            }
            let (left, right) = (try old.block(transactions), try new.block(transactions))
            #expect(left.txResults.map { Hashed($0) } == right.txResults.map { Hashed($0) })
            #expect(left.appHash == right.appHash)
            for result in left.txResults { codes[result.code, default: 0] += 1 }
        }
        // It was no idle run: messages of the next version came, and some of this one did something.
        #expect(codes[0, default: 0] > 4, "\(codes)")
        #expect(codes[version == .first ? 2 : 6, default: 0] > 4, "\(codes)")
    }

    @Test("After the vote the old program stops and says what to install, and a new one goes on with its store")
    func vote() throws {
        var wallets = [Wallet.validator(0)]
        var chain = try StakeChain(
            wallets, parameters: RegistryChain.parameters(.second), known: .second)
        let revocation = { (wallet: inout Wallet) in
            wallet.sign(.revokeKey(MsgRevokeKey(creator: wallet.address, keyID: "k1")))
        }
        let before = try chain.deliver(revocation(&wallets[0]))
        #expect(before.code == 6 && before.gasWanted == 3_000_000 && before.gasUsed == 60_000)
        #expect(before.log.description.contains("the validators vote for version 3"))
        let vote = wallets[0].propose(.registryVersion(3))
        let results = try chain.block([vote, revocation(&wallets[0])])
        // From the next block on, not in the vote's own.
        #expect(results.map(\.code) == [0, 6])
        let hash = try chain.appHash
        let voted = chain
        do {
            try chain.block()
            Issue.record("the old program goes on")
        } catch let error as ApplicationError {
            #expect(
                "\(error)".contains(
                    "version 3 of the registry's messages, and this program knows 2: install a newer one"))
        }
        chain = voted
        try chain.restart(known: .second)
        // It still answers, as it did before.
        var application = chain.chain.application
        #expect(try application.checkTx(RequestCheckTx(tx: Transaction(revocation(&wallets[0])))).code == 0)
        wallets[0].sequence -= 1
        #expect(throws: ApplicationError.self) { try chain.block() }
        chain = voted
        try chain.restart()
        #expect(try chain.appHash == hash)
        #expect(try chain.deliver(revocation(&wallets[0])).code == 0)
    }

    @Test("What was decoded and verified by one version is decoded again by the other")
    func proofs() throws {
        var alice = Wallet(1)
        let first = try RegistryChain([alice], parameters: RegistryChain.parameters(.first))
        let second = try RegistryChain([alice], parameters: RegistryChain.parameters(.second))
        let new = alice.signed(TransactionBody(messages: [register(alice, work(1))]))
        let old = alice.sign(register(alice, work(1, isNew: false)))
        // The first version's state has no proof of what it does not know.
        #expect(first.application.verifySignatures(of: Transaction(new)) == nil)
        for (from, to, bytes, code) in [
            (second, first, new, 2), (first, second, old, 0), (second, first, old, 0), (second, second, new, 0),
        ] as [(RegistryChain, RegistryChain, [UInt8], UInt32)] {
            let proof = try #require(from.application.verifySignatures(of: Transaction(bytes)))
            var chain = to
            chain.application.take([proof])
            #expect(try chain.check(bytes).code == code)
            chain.application.take([proof])
            let result = try chain.deliver(bytes)
            #expect(result.code == code && result.gasWanted == (code == 0 ? 3_000_000 : 0))
        }
    }

    @Test("A genesis that names no version means the second, whatever the program knows")
    func silence() throws {
        let chain = try RegistryChain([Wallet(1)], parameters: "{}")
        #expect(try ParametersAnswer(protobuf: chain.query(QueryPath.parameters).value).registryVersion == 2)
        #expect(throws: ApplicationError.self) {
            try RegistryChain([Wallet(1)], parameters: RegistryChain.newest, known: .second)
        }
        let genesis = RegistryGenesis(chainID: RegistryChain.chainID, validators: [])
        #expect(try genesis.appState().description.contains(#""registry_version":"\#(RegistryVersion.newest)""#))
    }
}
