import ABCI
import Chain
import ContentRegistry
import Cryptography
import Testing
import Transactions
import Wire

/// What a chain's version of the messages does not have is as unknown as any other field or message: it is found while the
/// transaction is decoded, before anything else is looked at. A program that has never heard of it can do no other.
@Suite("Fields and messages of later versions")
struct UnknownFieldTests {
    /// The part of a result that is hashed, and the same of CheckTx.
    private func expectUnknown(
        _ transaction: [UInt8], _ chain: RegistryChain, _ name: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var copy = chain
        let check = try copy.check(transaction)
        let comment = Comment(rawValue: name)
        #expect(check.code == 2 && check.gasWanted == 0 && check.gasUsed == 0, comment, sourceLocation: sourceLocation)
        let simulation = try chain.query(QueryPath.checkedSimulation, transaction)
        #expect(simulation.code == 2 && simulation.log == check.log, comment, sourceLocation: sourceLocation)
        let result = try copy.deliver(transaction)
        #expect(result.code == 2 && result.data.isEmpty, comment, sourceLocation: sourceLocation)
        #expect(result.gasWanted == 0 && result.gasUsed == 0, comment, sourceLocation: sourceLocation)
        #expect(result.log == check.log, comment, sourceLocation: sourceLocation)
        var proposing = chain.application
        let verdict = try proposing.processProposal(
            RequestProcessProposal(
                txs: [Transaction(transaction)], height: chain.height.next, time: chain.time.adding(.seconds(1))))
        #expect(verdict.status == .reject, comment, sourceLocation: sourceLocation)
    }

    private func chain(_ version: Int, _ wallets: Wallet...) throws -> RegistryChain {
        try RegistryChain(wallets, parameters: #"{"registry_version":"\#(version)"}"#)
    }

    /// A transaction of one message of these bytes; the signature is another's.
    private func transaction(_ wallet: Wallet, _ typeURL: ByteString, _ message: [UInt8]) -> [UInt8] {
        var reader = ProtobufReader(wallet.signed(TransactionBody(messages: [register(wallet, work(1))])))
        var parts: [[UInt8]] = []
        while let field = try? reader.nextField() { parts.append((try? reader.bytes(field)) ?? []) }
        var body = ProtobufWriter()
        body.message(1) { any in
            any.string(1, typeURL)
            any.bytes(2, message)
        }
        var writer = ProtobufWriter()
        writer.bytes(1, body.bytes)
        writer.bytes(2, parts[1])
        writer.element(3, parts[2])
        return writer.bytes
    }

    @Test("A new field is refused before gas, time, sequence and signature are looked at")
    func order() throws {
        var alice = Wallet(1)
        let chain = try chain(1, alice)
        let message = register(alice, work(1))
        try expectUnknown(alice.signed(TransactionBody(messages: [message])), chain, "as it should be")
        try expectUnknown(alice.signed(TransactionBody(messages: [message]), gas: 1), chain, "too little gas")
        try expectUnknown(alice.signed(TransactionBody(messages: [message], timeoutHeight: 0)), chain, "no timeout")
        try expectUnknown(
            alice.signed(TransactionBody(messages: [message], timeoutTimestamp: timestamp(1))), chain, "too late")
        try expectUnknown(
            alice.signed(TransactionBody(messages: [message]), chainID: "another"), chain, "another chain's signature")
        try expectUnknown(
            Wallet(2).signed(TransactionBody(messages: [register(Wallet(2), work(1))])), chain, "no account")
        alice.sequence = 7
        try expectUnknown(alice.signed(TransactionBody(messages: [message])), chain, "a wrong sequence")
        let old = register(alice, work(2, isNew: false))
        try expectUnknown(alice.signed(TransactionBody(messages: [old, message])), chain, "in the second message")
    }

    @Test(
        "A new field that is there and empty is as unknown as one that says something",
        arguments: 6...10 as ClosedRange<Int32>)
    func emptyFields(number: Int32) throws {
        let alice = Wallet(1)
        let message = MsgRegisterContent(creator: alice.address, work: work(1, isNew: false)).protobuf
        let bytes = transaction(
            alice, MsgRegisterContent.typeURL, message + [UInt8(truncatingIfNeeded: number << 3 | 2), 0])
        try expectUnknown(bytes, try chain(1, alice), "field \(number)")
    }

    @Test("An expected revision of zero that is there is unknown too")
    func emptyRevision() throws {
        let alice = Wallet(1)
        let message = MsgTransferOwnership(
            creator: alice.address, contentHash: contentHash(1), newOwner: Wallet(2).address)
        let bytes = transaction(alice, MsgTransferOwnership.typeURL, message.protobuf + [0x20, 0])
        try expectUnknown(bytes, try chain(1, alice), "expected_revision")
    }

    @Test("Which rule an unknown field breaks besides is not asked")
    func otherRules() throws {
        let alice = Wallet(1)
        var message = ProtobufWriter()
        message.string(1, "nobody")
        message.string(2, "no hash")
        message.string(6, "no owner")
        try expectUnknown(
            transaction(alice, MsgRegisterContent.typeURL, message.bytes), try chain(1, alice), "several mistakes")
    }

    @Test("Messages of the second version are unknown messages on a chain of the first")
    func messages() throws {
        let alice = Wallet(1)
        let chain = try chain(1, alice)
        let all: [RegistryMessage] = [
            .registerBatch(MsgRegisterContentBatch(creator: alice.address, works: [work(1, isNew: false)])),
            .updateLicense(
                MsgUpdateLicense(
                    creator: alice.address, contentHash: contentHash(1), expectedRevision: 1, license: license("cc_by"))
            ),
            .revise(
                MsgRevise(
                    creator: alice.address, work: work(2, isNew: false), previousVersion: contentHash(1),
                    expectedRevision: 1)),
            .revokeKey(MsgRevokeKey(creator: alice.address, keyID: "k1")),
            .rotateConsensusKey(
                MsgRotateConsensusKey(account: alice.address, newKey: RegistryChain.validatorKey(3).publicKey)),
        ]
        for message in all {
            try expectUnknown(alice.signed(TransactionBody(messages: [message])), chain, "\(message.typeURL)")
            // Whatever is in it.
            try expectUnknown(transaction(alice, message.typeURL, [0xff]), chain, "\(message.typeURL)")
        }
    }

    @Test("A licence of the second version is none of the first's")
    func licenses() throws {
        let alice = Wallet(1)
        var copy = try chain(1, alice)
        for name in License.newNames {
            var work = work(1, isNew: false)
            work.license = license(ByteString(name))
            let bytes = alice.signed(TransactionBody(messages: [register(alice, work)]))
            let result = try copy.deliver(bytes)
            #expect(result.code == 1103 && result.gasWanted == 0 && result.gasUsed == 0, "\(name): \(result)")
            #expect(try copy.check(bytes).code == 1103)
        }
    }
}
