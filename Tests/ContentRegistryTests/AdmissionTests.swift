import ABCI
import Chain
import ContentRegistry
import Cryptography
import Testing
import Transactions
import Wire

@Suite("Which transactions are executed")
struct AdmissionTests {
    private static func body(
        _ wallet: Wallet, _ index: Int = 1, unordered timeout: Timestamp? = nil, height: UInt64 = 0
    ) -> TransactionBody {
        TransactionBody(
            messages: [register(wallet, work(index))], timeoutHeight: height, isUnordered: timeout != nil,
            timeoutTimestamp: timeout)
    }

    @Test("Sequences are used in order, in the mempool and in blocks")
    func sequences() throws {
        var alice = Wallet(1)
        var chain = try RegistryChain([alice])
        let transactions = (1...3).map { alice.sign(register(alice, work($0))) }
        let early = try chain.check(transactions[1])
        #expect(early.code == 32)
        #expect(early.log.description.hasPrefix("account sequence mismatch, expected 0, got 1"))
        for transaction in transactions { #expect(try chain.check(transaction).code == 0) }
        #expect(try chain.check(transactions[0]).code == 32)
        #expect(try chain.check(transactions[0]).data == [])
        #expect(try chain.block(transactions).txResults.map(\.code) == [0, 0, 0])
        #expect(try chain.deliver(transactions[2]).code == 32)
        // What waits in the mempool is judged anew after a block.
        #expect(try chain.check(alice.sign(register(alice, work(4)))).code == 0)
    }

    @Test("What waits is checked again after each block, and goes on waiting unless the block had it")
    func rechecks() throws {
        var alice = Wallet(1)
        var chain = try RegistryChain([alice])
        let transactions = [
            alice.sign(register(alice, work(1))), alice.sign(register(alice, work(2))),
            alice.unordered(register(alice, work(3)), until: chain.time.adding(.seconds(60))),
        ]
        func recheck(_ transaction: [UInt8]) throws -> UInt32 {
            try chain.application.checkTx(RequestCheckTx(tx: Transaction(transaction), type: .recheck)).code
        }
        for transaction in transactions { #expect(try chain.check(transaction).code == 0) }
        for _ in 0..<2 {
            try chain.block()
            for transaction in transactions { #expect(try recheck(transaction) == 0) }
        }
        try chain.block([transactions[0]])
        #expect(try recheck(transactions[0]) == 32)
        #expect(try recheck(transactions[1]) == 0)
    }

    @Test("An account comes to be with its first record, and the next one gets the next number")
    func accounts() throws {
        var api = Wallet(1)
        let alice = Wallet(2), bob = Wallet(3)
        var chain = try RegistryChain([api])
        let absent = try chain.query(QueryPath.account, addressRequest(alice))
        #expect(absent.code == 22)
        #expect(absent.log.description.contains("rpc error: code = NotFound desc = account \(alice.address) not found"))
        _ = try chain.deliver(
            api.sign(register(api, work(1, owner: alice.address)), register(api, work(2, owner: bob.address))))
        #expect(try account(chain, alice).number == 1)
        #expect(try account(chain, bob).number == 2)
        #expect(try account(chain, bob).sequence == 0)
        #expect(try account(chain, api).sequence == 1)
    }

    @Test("A key without an account may begin by registering something of its own, and with nothing else")
    func firstTransaction() throws {
        var alice = Wallet(1)
        let bob = Wallet(2)
        var chain = try RegistryChain([Wallet(7)])
        let transfer = MsgTransferOwnership(creator: alice.address, contentHash: contentHash(1), newOwner: bob.address)
        let unknown = try chain.deliver(alice.signed(TransactionBody(messages: [.transfer(transfer)])))
        #expect(unknown.code == 9)
        let forBob = try chain.deliver(
            alice.signed(TransactionBody(messages: [register(alice, work(1, owner: bob.address))])))
        #expect(forBob.code == 9)
        let first = alice.sign(register(alice, work(1)))
        #expect(try chain.check(first).code == 0)
        #expect(try chain.deliver(first).code == 0)
        #expect(try account(chain, alice).number == 1)
        #expect(try account(chain, alice).sequence == 1)
        #expect(try chain.deliver(first).code == 32)
        // From now on signatures cover the account's number.
        let wrongNumber = try chain.deliver(alice.signed(Self.body(alice, 2)))
        #expect(wrongNumber.code == 4)
        alice.number = 1
        #expect(try chain.deliver(alice.sign(register(alice, work(2)))).code == 0)
    }

    @Test("An unordered transaction is executed once within its window")
    func unordered() throws {
        let alice = Wallet(1)
        var chain = try RegistryChain([alice])
        try chain.block()
        let timeout = chain.time.adding(.seconds(60))
        let transaction = alice.unordered(register(alice, work(1)), until: timeout)
        #expect(try chain.check(transaction).code == 0)
        #expect(try chain.check(transaction).code == 18)
        let first = try chain.block([transaction, transaction]).txResults
        #expect(first.map(\.code) == [0, 18])
        #expect(first[1].log.description.contains("already used timeout"))
        // Another one of the same moment, and the same one later.
        let other = alice.unordered(register(alice, work(2)), until: timeout)
        #expect(try chain.deliver(other).code == 18)
        #expect(try account(chain, alice).sequence == 0)
        let size = chain.state.count
        // At the very moment of its end it is still remembered, and behind it no block may hold it.
        #expect(try chain.block([transaction], after: 58).txResults[0].code == 18)
        #expect(try chain.block([transaction], after: 1).txResults[0].code == 42)
        #expect(chain.state.count <= size + 8)
    }

    @Test(
        "The window reaches ten minutes from the block's time, and the mempool counts from its own clock when that is later"
    )
    func window() throws {
        let alice = Wallet(1)
        var chain = try RegistryChain([alice])
        try chain.block()
        let far = chain.time.adding(.seconds(2 * 3600))
        let transaction = alice.unordered(register(alice, work(1)), until: far)
        let now = try chain.check(transaction)
        #expect(now.code == 18)
        #expect(now.log.description.contains("unordered tx ttl exceeds 10m0s"))
        #expect(try chain.check(transaction, at: far.adding(.seconds(-599))).code == 0)
        #expect(try chain.deliver(transaction).code == 18)
        let limit = alice.unordered(register(alice, work(1)), until: chain.time.adding(.seconds(601)))
        #expect(try chain.deliver(limit).code == 0)
    }

    @Test("A proposal leaves out what its time does not reach yet, and what would not be executed")
    func proposals() throws {
        var alice = Wallet(1)
        var chain = try RegistryChain([alice])
        try chain.block()
        let now = chain.time.adding(.seconds(7200))
        let far = alice.unordered(register(alice, work(1)), until: now.adding(.seconds(300)))
        let near = alice.unordered(register(alice, work(2)), until: chain.time.adding(.seconds(300)))
        let (first, second) = (alice.sign(register(alice, work(3))), alice.sign(register(alice, work(4))))
        func proposed(_ transactions: [[UInt8]], at time: Timestamp) throws -> [[UInt8]] {
            try chain.application.prepareProposal(
                RequestPrepareProposal(
                    maxTxBytes: 100_000, txs: transactions.map { Transaction($0) }, height: chain.height.next,
                    time: time)
            ).txs.map(\.bytes)
        }
        #expect(try proposed([far, near, first, second], at: chain.time) == [near, first, second])
        #expect(try proposed([far, near, second, first], at: now) == [far, first])
        #expect(try proposed([near, near], at: chain.time) == [near])
        // The proposal before did not change anything.
        #expect(try proposed([first, [1, 2, 3]], at: chain.time) == [first])
    }

    @Test("A proposal that holds what nobody can read is refused")
    func processing() throws {
        var alice = Wallet(1)
        var chain = try RegistryChain([alice])
        func verdict(_ transactions: [[UInt8]]) throws -> ProposalStatus {
            try chain.application.processProposal(
                RequestProcessProposal(txs: transactions.map { Transaction($0) }, height: 1, time: chain.time)
            ).status
        }
        let good = alice.sign(register(alice, work(1)))
        #expect(try verdict([]) == .accept)
        #expect(try verdict([good]) == .accept)
        #expect(try verdict([good, good + [0]]) == .reject)
    }

    @Test("A transaction says until which height it may wait")
    func timeoutHeight() throws {
        let alice = Wallet(1)
        var chain = try RegistryChain([alice])
        let transaction = alice.signed(Self.body(alice, height: 2))
        for _ in 1...2 { try chain.block() }
        let late = try chain.check(transaction)
        #expect(late.code == 30)
        #expect(try chain.deliver(transaction).code == 30)
        #expect(try chain.deliver(alice.signed(Self.body(alice, height: 4))).code == 0)
    }

    @Test("Gas comes from a table, and whoever allows less is out of it")
    func gas() throws {
        var alice = Wallet(1)
        var chain = try RegistryChain([alice])
        let low = alice.signed(Self.body(alice), gas: 59_999)
        #expect(try chain.check(low).code == 11)
        let refused = try chain.deliver(low)
        #expect(refused.code == 11)
        #expect(refused.log.description.hasPrefix("out of gas in location: "))
        #expect(refused.gasWanted == 59_999)
        let result = try chain.deliver(alice.sign(register(alice, work(1)), gas: 60_000))
        #expect(result.code == 0)
        #expect((result.gasWanted, result.gasUsed) == (60_000, 60_000))
        #expect(try chain.check(alice.sign(register(alice, work(2)), gas: 300_000)).gasWanted == 300_000)
    }

    @Test("The app hash stays as it was when blocks have nothing in them")
    func emptyBlocks() throws {
        var alice = Wallet(1)
        var chain = try RegistryChain([alice])
        let begin = try chain.appHash
        try chain.block()
        #expect(try chain.appHash == begin)
        _ = try chain.deliver(alice.sign(register(alice, work(1))))
        let after = try chain.appHash
        #expect(after != begin)
        try chain.block(after: 10_000)
        #expect(try chain.appHash == after)
    }
}

struct AccountFields {
    var number: UInt64 = 0
    var sequence: UInt64 = 0
}

/// An account, as wallets read it.
func account(_ chain: RegistryChain, _ wallet: Wallet) throws -> AccountFields {
    let response = try chain.query(QueryPath.account, addressRequest(wallet))
    if response.code != 0 { throw ApplicationError(response.log.description) }
    var outer = ProtobufReader(response.value)
    guard let field = try outer.nextField() else { throw ApplicationError("no account") }
    var any = try outer.message(field)
    var fields = AccountFields()
    while let field = try any.nextField() {
        guard field.number == 2 else {
            try any.skip(field)
            continue
        }
        var account = try any.message(field)
        while let field = try account.nextField() {
            switch field.number {
            case 3: fields.number = try account.uint64(field)
            case 4: fields.sequence = try account.uint64(field)
            default: try account.skip(field)
            }
        }
    }
    return fields
}
