import ABCI
import Chain
import ContentRegistry
import Cryptography
import Testing
import Transactions
import Wire

@Suite("Registrations")
struct RegistrationTests {
    @Test("The first registration of a hash wins, and today's clients see what they always saw")
    func today() throws {
        var alice = Wallet(1), bob = Wallet(2, number: 1)
        var chain = try RegistryChain([alice, bob])
        let first = try chain.deliver(alice.sign(register(alice, work(1, isNew: false))))
        #expect(first.code == 0)
        #expect(first.eventTypes == ["tx", "message", "content_registered"])
        #expect(
            first.events.last?.attributes.map(\.key) == ["content_hash", "creator", "license", "platform", "msg_index"])
        #expect(first.attribute("content_registered", "creator") == ByteString(alice.address.text))
        #expect(try first.response() == [])
        // The same client, and another one: 1102 each time.
        for repeated in [
            alice.sign(register(alice, work(1, isNew: false))), bob.sign(register(bob, work(1, isNew: false))),
            alice.sign(register(alice, work(1, isNew: false))),
        ] {
            let result = try chain.deliver(repeated)
            #expect(result.code == 1102)
            #expect(result.codespace == "contentregistry")
            #expect(result.events.isEmpty)
            #expect(result.log.description.contains("\(alice.address) since height 1, transaction "))
        }
    }

    @Test("A repeat by the owner changes nothing and tells the first registration; one for another owner is refused")
    func repeats() throws {
        var api = Wallet(1)
        let alice = Wallet(2), bob = Wallet(3)
        var chain = try RegistryChain([api])
        let transaction = api.sign(register(api, work(1, owner: alice.address)))
        let first = try chain.deliver(transaction)
        #expect(first.attribute("content_registered", "owner") == ByteString(alice.address.text))
        let count = try statistics(chain).records

        let repeated = try chain.deliver(api.sign(register(api, work(1, owner: alice.address))))
        #expect(repeated.code == 0)
        #expect(repeated.eventTypes == ["tx", "message", "content_exists"])
        let outcome = try RegistrationOutcome(protobuf: try repeated.response())
        #expect(
            outcome
                == RegistrationOutcome(
                    isExisting: true, owner: alice.address, height: 1, transactionHash: SHA256.hash(transaction)))
        let other = try chain.deliver(api.sign(register(api, work(1, owner: bob.address))))
        #expect(other.code == 1102)
        #expect(other.log.description.contains(alice.address.text))
        #expect(try statistics(chain).records == count)
    }

    @Test("Of two registrations in one block the first wins")
    func blockOrder() throws {
        var alice = Wallet(1), bob = Wallet(2, number: 1)
        var chain = try RegistryChain([alice, bob])
        let results = try chain.block([
            bob.sign(register(bob, work(1))), alice.sign(register(alice, work(1))),
        ]).txResults
        #expect(results.map(\.code) == [0, 1102])
        #expect(try record(chain, 1).owner == bob.address)
    }

    @Test("A batch has one result for each work, and never fails for a repeat")
    func batch() throws {
        var api = Wallet(1)
        let alice = Wallet(2)
        var chain = try RegistryChain([api])
        _ = try chain.deliver(api.sign(register(api, work(1)), register(api, work(2, owner: alice.address))))
        let works = [work(1), work(2), work(3), work(3), work(4, owner: alice.address)]
        let result = try chain.deliver(
            api.sign(.registerBatch(MsgRegisterContentBatch(creator: api.address, works: works))))
        #expect(result.code == 0)
        let outcomes = try MsgRegisterContentBatchResponse(protobuf: try result.response()).results
        #expect(outcomes.map(\.isExisting) == [true, true, false, true, false])
        #expect(outcomes.map(\.code) == [0, 1102, 0, 0, 0])
        #expect(outcomes[1].owner == alice.address)
        #expect(
            result.eventTypes.suffix(5)
                == ["content_exists", "content_exists", "content_registered", "content_exists", "content_registered"])
        #expect(try statistics(chain).records == 4)
    }

    @Test("A batch takes a hundred works, and no more")
    func batchSize() throws {
        var api = Wallet(1)
        var chain = try RegistryChain([api])
        func batch(_ count: Int) -> RegistryMessage {
            .registerBatch(MsgRegisterContentBatch(creator: api.address, works: (0..<count).map { work($0) }))
        }
        let tooMany = api.signed(TransactionBody(messages: [batch(101)]))
        #expect(try chain.check(tooMany).code == 18)
        #expect(try chain.deliver(tooMany).code == 18)
        let full = try chain.deliver(api.sign(batch(100)))
        #expect(full.code == 0)
        #expect(full.gasUsed == 40_000 + 20_000 + 100 * 10_000)
        #expect(try statistics(chain).records == 100)
    }

    @Test("A transaction does all of its messages or none")
    func atomicity() throws {
        var alice = Wallet(1)
        var chain = try RegistryChain([alice])
        _ = try chain.deliver(alice.sign(register(alice, work(1, isNew: false))))
        let before = try statistics(chain)
        let result = try chain.deliver(
            alice.sign(register(alice, work(2)), register(alice, work(1, isNew: false))))
        #expect(result.code == 1102)
        #expect(result.log.description.hasPrefix("failed to execute message; message index: 1: "))
        #expect(result.data == [])
        #expect(try statistics(chain) == before)
        #expect(try chain.query(QueryPath.record, recordRequest(2)).code == 1104)
        // The sequence is used up all the same.
        #expect(try chain.deliver(alice.sign(register(alice, work(2)))).code == 0)
    }

    @Test("Messages of the second version are refused on a chain of the first")
    func registryVersion() throws {
        var alice = Wallet(1)
        var chain = try RegistryChain([alice], parameters: #"{"registry_version":"1"}"#)
        let new = alice.signed(TransactionBody(messages: [register(alice, work(1))]))
        #expect(try chain.check(new).code == 2)
        #expect(try chain.deliver(new).code == 2)
        #expect(try chain.deliver(alice.sign(register(alice, work(1, isNew: false)))).code == 0)
    }
}

func recordRequest(_ index: Int) -> [UInt8] {
    RecordRequest(contentHash: ByteString(contentHash(index).text)).protobuf
}

/// The record of a work, as the query tells it.
func record(_ chain: RegistryChain, _ index: Int, height: Height = 0) throws -> RecordAnswer {
    let response = try chain.query(QueryPath.record, recordRequest(index), height: height)
    if response.code != 0 { throw ApplicationError("\(response.code): \(response.log)") }
    var reader = ProtobufReader(response.value)
    guard let field = try reader.nextField() else { throw ApplicationError("an empty answer") }
    return try reader.decode(RecordAnswer.self, field)
}

func statistics(_ chain: RegistryChain) throws -> StatisticsAnswer {
    try StatisticsAnswer(protobuf: try chain.query(QueryPath.statistics).value)
}
