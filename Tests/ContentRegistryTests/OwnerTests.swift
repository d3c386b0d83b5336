import ABCI
import Chain
import ContentRegistry
import Cryptography
import Testing
import Transactions
import Wire

@Suite("What an owner does")
struct OwnerTests {
    @Test("Only the owner's signature moves a record, and its history says how it moved")
    func transfer() throws {
        var api = Wallet(1)
        var alice = Wallet(2, number: 1)
        let bob = Wallet(3)
        var chain = try RegistryChain([api])
        _ = try chain.deliver(api.sign(register(api, work(1, owner: alice.address))))
        func transfer(_ from: Wallet, revision: UInt64 = 0) -> RegistryMessage {
            .transfer(
                MsgTransferOwnership(
                    creator: from.address, contentHash: contentHash(1), newOwner: bob.address,
                    expectedRevision: revision))
        }
        let theft = try chain.deliver(api.sign(transfer(api)))
        #expect(theft.code == 1105)
        #expect(theft.codespace == "contentregistry")
        #expect(try chain.deliver(alice.sign(transfer(alice, revision: 2))).code == 1107)
        let moved = try chain.deliver(alice.sign(transfer(alice, revision: 1)))
        #expect(moved.code == 0)
        #expect(try RevisionResponse(protobuf: try moved.response()).revision == 2)
        #expect(moved.attribute("ownership_transferred", "from") == ByteString(alice.address.text))
        #expect(moved.attribute("ownership_transferred", "to") == ByteString(bob.address.text))
        // It fails cleanly when replayed.
        #expect(try chain.deliver(alice.sign(transfer(alice, revision: 1))).code == 1105)
        #expect(try record(chain, 1).owner == bob.address)
        #expect(try record(chain, 1).creator == api.address)
        #expect(try record(chain, 1, height: 2).owner == alice.address)
        #expect(try owned(chain, alice).isEmpty)
        #expect(try owned(chain, bob) == [contentHash(1)])
        let history = try HistoryAnswer(protobuf: try chain.query(QueryPath.history, recordRequest(1)).value)
        #expect(history.items.map(\.action) == [.registered, .transferred])
        #expect(history.items.map(\.to) == [ByteString(alice.address.text), ByteString(bob.address.text)])
        #expect(history.items.map(\.height) == [1, 4])
        #expect(try statistics(chain).transfers == 1)
    }

    @Test("Today's transfer, without a revision, works as always")
    func transferOfToday() throws {
        var alice = Wallet(1)
        let bob = Wallet(2)
        var chain = try RegistryChain([alice])
        _ = try chain.deliver(alice.sign(register(alice, work(1, isNew: false))))
        let unknown = MsgTransferOwnership(creator: alice.address, contentHash: contentHash(2), newOwner: bob.address)
        #expect(try chain.deliver(alice.sign(.transfer(unknown))).code == 1104)
        let known = MsgTransferOwnership(creator: alice.address, contentHash: contentHash(1), newOwner: bob.address)
        let result = try chain.deliver(alice.sign(.transfer(known)))
        #expect(result.code == 0)
        #expect(try result.response() == [])
        #expect(result.events.last?.attributes.map(\.key) == ["content_hash", "from", "to", "msg_index"])
    }

    @Test("The owner changes the terms, and what is left out stays")
    func license() throws {
        var alice = Wallet(1)
        var chain = try RegistryChain([alice])
        _ = try chain.deliver(alice.sign(register(alice, work(1))))
        func update(_ revision: UInt64) -> RegistryMessage {
            .updateLicense(
                MsgUpdateLicense(
                    creator: alice.address, contentHash: contentHash(1), expectedRevision: revision,
                    license: ContentRegistryTests.license("cc_by")))
        }
        #expect(try chain.deliver(alice.sign(update(1))).code == 0)
        #expect(try chain.deliver(alice.sign(update(1))).code == 1107)
        let record = try record(chain, 1)
        #expect(record.license == ContentRegistryTests.license("cc_by"))
        #expect(record.aiTrainingPolicy == .prohibited)
        #expect(record.detailsCommitment == work(1).detailsCommitment)
        #expect(record.revision == 2)
        let counts = try statistics(chain).byLicense
        #expect(counts == [StatisticsAnswer.LicenseCount(license: "cc_by", count: 1)])
    }

    @Test("Versions follow each other in one chain")
    func versions() throws {
        var alice = Wallet(1)
        var bob = Wallet(2, number: 1)
        var chain = try RegistryChain([alice, bob])
        _ = try chain.deliver(alice.sign(register(alice, work(1)), register(alice, work(9))))
        func revise(_ wallet: Wallet, _ new: Int, _ old: Int, _ revision: UInt64) -> RegistryMessage {
            .revise(
                MsgRevise(
                    creator: wallet.address, work: work(new), previousVersion: contentHash(old),
                    expectedRevision: revision))
        }
        #expect(try chain.deliver(bob.sign(revise(bob, 2, 1, 1))).code == 1105)
        #expect(try chain.deliver(alice.sign(revise(alice, 2, 1, 2))).code == 1107)
        #expect(try chain.deliver(alice.sign(revise(alice, 9, 1, 1))).code == 1102)
        #expect(try record(chain, 1).nextVersion == nil)
        let revised = try chain.deliver(alice.sign(revise(alice, 2, 1, 1)))
        #expect(revised.code == 0)
        #expect(revised.eventTypes.suffix(2) == ["content_registered", "content_revised"])
        #expect(try record(chain, 1).nextVersion == contentHash(2))
        #expect(try record(chain, 1).revision == 2)
        #expect(try record(chain, 2).previousVersion == contentHash(1))
        // A version has one next version.
        #expect(try chain.deliver(alice.sign(revise(alice, 3, 1, 2))).code == 1107)
        #expect(try chain.deliver(alice.sign(revise(alice, 3, 2, 1))).code == 0)
    }

    @Test("Coins move, and none are made or lost")
    func send() throws {
        var alice = Wallet(1)
        let bob = Wallet(2)
        var chain = try RegistryChain([alice], balance: 100)
        func send(_ amount: Amount) -> RegistryMessage {
            .send(MsgSend(sender: alice.address, recipient: bob.address, amount: [.stake(amount)]))
        }
        #expect(try chain.deliver(alice.sign(send(101))).code == 5)
        let sent = try chain.deliver(alice.sign(send(30)))
        #expect(sent.code == 0)
        #expect(sent.attribute("transfer", "amount") == "30stake")
        #expect(try balance(chain, alice) == "70")
        #expect(try balance(chain, bob) == "30")
        // It received something, so there is an account.
        #expect(try chain.query(QueryPath.account, addressRequest(bob)).code == 0)
        let toMyself = MsgSend(sender: alice.address, recipient: alice.address, amount: [.stake(70)])
        #expect(try chain.deliver(alice.sign(.send(toMyself))).code == 0)
        #expect(try balance(chain, alice) == "70")
    }
}

func addressRequest(_ wallet: Wallet, _ denomination: ByteString = "") -> [UInt8] {
    var writer = ProtobufWriter()
    writer.string(1, ByteString(wallet.address.text))
    writer.string(2, denomination)
    return writer.bytes
}

/// The digits of a wallet's balance of stake.
func balance(_ chain: RegistryChain, _ wallet: Wallet) throws -> ByteString {
    let value = try chain.query(QueryPath.balance, addressRequest(wallet, "stake")).value
    var reader = ProtobufReader(value)
    guard let field = try reader.nextField() else { throw ApplicationError("no balance") }
    var coin = try reader.message(field)
    while let field = try coin.nextField() {
        if field.number == 2 { return try coin.string(field) }
        try coin.skip(field)
    }
    throw ApplicationError("no amount")
}

func owned(_ chain: RegistryChain, _ wallet: Wallet) throws -> [ContentHash] {
    let request = RecordsRequest(owner: ByteString(wallet.address.text))
    let response = try chain.query(QueryPath.recordsByOwner, request.protobuf)
    return try RecordsAnswer(protobuf: response.value).items.map(\.contentHash)
}
