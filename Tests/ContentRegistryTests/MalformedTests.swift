import ABCI
import Chain
import ContentRegistry
import Cryptography
import Testing
import Transactions
import Wire

/// What is not as it should be gets one verdict at every door: the mempool, the simulation and the block.
@Suite("Malformed transactions")
struct MalformedTests {
    /// The codes of CheckTx, simulation and block for a transaction, on the same state.
    private func codes(_ transaction: [UInt8], _ chain: RegistryChain) throws -> [UInt32] {
        var checking = chain.application
        var executing = chain.application
        let check = try checking.checkTx(RequestCheckTx(tx: Transaction(transaction)))
        let simulation = try chain.query(QueryPath.checkedSimulation, transaction)
        let result = try executing.finalizeBlock(
            RequestFinalizeBlock(
                txs: [Transaction(transaction)], height: chain.height.next, time: chain.time.adding(.seconds(1)))
        ).txResults[0]
        #expect(check.codespace == result.codespace)
        #expect(check.log == result.log)
        return [check.code, simulation.code, result.code]
    }

    private func expectSame(
        _ transaction: [UInt8], _ chain: RegistryChain, _ code: UInt32? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let codes = try codes(transaction, chain)
        #expect(Set(codes).count == 1, "\(codes)", sourceLocation: sourceLocation)
        if let code { #expect(codes[0] == code, sourceLocation: sourceLocation) }
    }

    /// A transaction of any bytes for a body, signed as it should be.
    private func raw(
        _ wallet: Wallet, body: [UInt8], authentication: [UInt8]? = nil, chainID: ChainID = RegistryChain.chainID,
        change: ([UInt8]) -> [UInt8] = { $0 }
    ) -> [UInt8] {
        var reader = ProtobufReader(wallet.signed(TransactionBody(messages: [register(wallet, work(1))])))
        var parts: [[UInt8]] = []
        while let field = try? reader.nextField() { parts.append((try? reader.bytes(field)) ?? []) }
        let authentication = authentication ?? parts[1]
        var document = ProtobufWriter()
        document.bytes(1, body)
        document.bytes(2, authentication)
        document.string(3, chainID.text)
        document.uint64(4, wallet.number)
        var writer = ProtobufWriter()
        writer.bytes(1, body)
        writer.bytes(2, authentication)
        writer.element(3, change(wallet.key.sign(document.bytes).bytes))
        return writer.bytes
    }

    private func body(_ wallet: Wallet, _ message: ((inout ProtobufWriter) -> Void)? = nil) -> [UInt8] {
        guard let message else { return TransactionBody(messages: [register(wallet, work(1))]).protobuf }
        var writer = ProtobufWriter()
        writer.message(1) { any in
            any.string(1, MsgRegisterContent.typeURL)
            any.message(2) { message(&$0) }
        }
        return writer.bytes
    }

    @Test("A transaction that is as it should be is taken at every door")
    func wellFormed() throws {
        let alice = Wallet(1)
        let chain = try RegistryChain([alice])
        try expectSame(raw(alice, body: body(alice)), chain, 0)
    }

    @Test(
        "Protobuf that is not strict is refused",
        arguments: [
            ("unknown field", [0x78, 1]), ("unknown message", [0x7a, 0]), ("varint too long", [0x18, 0x81, 0]),
            ("wrong wire type", [0x1a, 1, 1]), ("memo twice", [0x12, 1, 0x61, 0x12, 1, 0x61]),
            ("memo that is not UTF-8", [0x12, 2, 0xc3, 0x28]), ("bool of two", [0x20, 2]),
            ("a length beyond", [0x12, 9, 1]),
            ("end of group", [0x1c]), ("field zero", [0x00, 0x00]),
        ] as [(String, [UInt8])])
    func strictness(name: String, bytes: [UInt8]) throws {
        let alice = Wallet(1)
        let chain = try RegistryChain([alice])
        try expectSame(raw(alice, body: body(alice) + bytes), chain, 2)
        // Field 3 of the transaction itself is a list of signatures, of which there is one too many then.
        try expectSame(raw(alice, body: body(alice)) + bytes, chain, bytes[0] == 0x1a ? 4 : 2)
    }

    @Test(
        "A registration that breaks a rule has its rule's code",
        arguments: [
            ("daon1nobody", "sha256:\(String(repeating: "a", count: 64))", "cc_by", 1100),
            ("", "sha256:\(String(repeating: "A", count: 64))", "cc_by", 1101),
            ("", "sha256:\(String(repeating: "a", count: 63))", "cc_by", 1101),
            ("", "md5:\(String(repeating: "a", count: 64))", "cc_by", 1101),
            ("", "sha256:\(String(repeating: "a", count: 64))", "cc_by\r\n", 1103),
            ("", "sha256:\(String(repeating: "a", count: 64))", "", 1103),
            ("", "sha256:\(String(repeating: "a", count: 64))", "custom:\(String(repeating: "x", count: 994))", 1103),
        ] as [(String, String, String, UInt32)])
    func rules(creator: String, hash: String, license: String, code: UInt32) throws {
        let alice = Wallet(1)
        let chain = try RegistryChain([alice])
        let text = body(alice) { message in
            message.string(1, ByteString(creator.isEmpty ? alice.address.text : creator))
            message.string(2, ByteString(hash))
            message.string(3, ByteString(license))
        }
        try expectSame(raw(alice, body: text), chain, code)
    }

    @Test("Signatures are refused that are another's, of another chain, or of the upper half")
    func signatures() throws {
        let alice = Wallet(1)
        let chain = try RegistryChain([alice, Wallet(2)])
        try expectSame(raw(alice, body: body(alice), chainID: "daon-test-2"), chain, 4)
        try expectSame(raw(alice, body: body(alice)) { Array($0.dropLast()) + [$0[63] ^ 1] }, chain, 4)
        try expectSame(
            raw(alice, body: body(alice)) { Array($0.prefix(32)) + upperHalf(Array($0.suffix(32))) }, chain, 4)
        try expectSame(raw(alice, body: body(alice)) { $0 + [0] }, chain, 4)
        let number = Wallet(1, number: 1)
        try expectSame(raw(number, body: body(alice)), chain, 4)
        // Bob's key for Alice's message.
        try expectSame(raw(Wallet(2, number: 1), body: body(alice)), chain, 8)
    }

    /// The other S of a signature: the group's order less this one.
    private func upperHalf(_ s: [UInt8]) -> [UInt8] {
        let order: [UInt8] = [
            0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe,
            0xba, 0xae, 0xdc, 0xe6, 0xaf, 0x48, 0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36, 0x41, 0x41,
        ]
        var result = [UInt8](repeating: 0, count: 32)
        var borrow = 0
        for index in (0..<32).reversed() {
            let difference = Int(order[index]) - Int(s[index]) - borrow
            borrow = difference < 0 ? 1 : 0
            result[index] = UInt8(truncatingIfNeeded: difference)
        }
        return result
    }

    @Test("A replay is refused")
    func replays() throws {
        var alice = Wallet(1)
        var chain = try RegistryChain([alice])
        let ordered = alice.sign(register(alice, work(1)))
        let unordered = alice.unordered(register(alice, work(2)), until: chain.time.adding(.seconds(100)))
        #expect(try chain.block([ordered, unordered]).txResults.map(\.code) == [0, 0])
        try expectSame(ordered, chain, 32)
        try expectSame(unordered, chain, 18)
    }

    @Test("Cut anywhere, a transaction has one verdict")
    func truncation() throws {
        let alice = Wallet(1)
        let chain = try RegistryChain([alice])
        let whole = raw(alice, body: body(alice))
        for count in 0..<whole.count {
            let codes = try codes(Array(whole.prefix(count)), chain)
            #expect(Set(codes).count == 1 && codes[0] != 0, "\(count): \(codes)")
        }
    }

    @Test("Bytes that mean nothing, and transactions with a bit turned, have one verdict", arguments: [1, 2, 3])
    func noise(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        let alice = Wallet(1)
        let chain = try RegistryChain([alice])
        let whole = raw(alice, body: body(alice))
        for _ in 0..<60 {
            let noise = (0..<chance.below(300)).map { _ in UInt8(truncatingIfNeeded: chance.next()) }
            try expectSame(noise, chain)
            var turned = whole
            turned[chance.below(turned.count)] ^= 1 << UInt8(chance.below(8))
            let codes = try codes(turned, chain)
            #expect(Set(codes).count == 1 && codes[0] != 0, "\(Hex.lowercase(turned)): \(codes)")
        }
    }
}

/// Numbers that look random and depend on nothing but the seed (SplitMix64).
struct Chance {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return value ^ value >> 31
    }

    /// From 0 to `limit` - 1.
    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
}
