import Chain
import Cryptography
import JSON
import PeerMessages
import Testing
import Wire

@testable import PeerProtocol

@Suite("The address book")
struct AddressBookTests {
    private static let now = Timestamp.unixEpoch.adding(nanoseconds: 1_700_000_000_000_000_000)
    private static let own = NodeID(address: Address(truncating: SHA256.hash([0])))

    /// A book and what it lives on.
    private struct Fixture {
        var book: AddressBook
        var random = SplitMix64(seed: 1)
        var now = AddressBookTests.now

        init(isStrict: Bool = true, privatePeers: Set<NodeID> = []) {
            book = AddressBook(key: "abcd", own: own, privatePeers: privatePeers, isStrict: isStrict)
        }

        mutating func add(_ address: NetworkAddress, from source: NetworkAddress? = nil) throws(AddressRefusal) {
            try book.add(address, from: source ?? address, at: now, using: &random)
        }

        mutating func wait(_ seconds: Int64) { now = now.adding(nanoseconds: seconds * 1_000_000_000) }
    }

    private static func address(_ number: Int, group: UInt8 = 1, network: UInt8 = 8) -> NetworkAddress {
        let id = NodeID(address: Address(truncating: SHA256.hash(Array("\(network) \(group) \(number)".utf8))))
        let bytes = [network, group, UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
        return NetworkAddress(id: ByteString(id.text), ip: .test(bytes), port: 26_656)
    }

    private func id(_ address: NetworkAddress) throws -> NodeID { try address.nodeID() }

    // MARK: What is taken in

    @Test("Its own address, private, unnamed, impossible and, where it is strict, unroutable ones are not taken in")
    func refusals() throws {
        let hidden = Self.address(5)
        var fixture = Fixture(privatePeers: [try id(hidden)])
        let me = NetworkAddress(id: ByteString(Self.own.text), ip: Self.address(1).ip, port: 1)
        #expect(throws: AddressRefusal.ourselves) { try fixture.add(me) }
        #expect(throws: AddressRefusal.isPrivate) { try fixture.add(hidden) }
        #expect(throws: AddressRefusal.isPrivate) { try fixture.add(Self.address(6), from: hidden) }
        let home = NetworkAddress(id: Self.address(1).id, ip: try #require(IPAddress([10, 0, 0, 1])), port: 1)
        #expect(throws: AddressRefusal.unroutable(home)) { try fixture.add(home) }
        var relaxed = Fixture(isStrict: false)
        try relaxed.add(home)
        for (name, bytes) in [("", [8, 8, 8, 8]), (Self.address(1).id, [0, 0, 0, 0])] as [(ByteString, [UInt8])] {
            let broken = NetworkAddress(id: name, ip: try #require(IPAddress(bytes)), port: 1)
            #expect(throws: AddressRefusal.self) { try relaxed.add(broken) }
        }
        #expect(relaxed.book.count == 1 && fixture.book.count == 0)
    }

    @Test("One that is known as good keeps its address, whatever others tell")
    func eclipse() throws {
        var fixture = Fixture()
        let good = Self.address(1)
        try fixture.add(good)
        fixture.book.noteGood(try id(good), at: fixture.now)
        let moved = NetworkAddress(id: good.id, ip: Self.address(2).ip, port: 1)
        for number in 0..<100 { try fixture.add(moved, from: Self.address(number, group: UInt8(number))) }
        #expect(fixture.book.isGood(try id(good)))
        #expect(fixture.book.pick(bias: 0, using: &fixture.random) == good)
        #expect(fixture.book.count == 1)
    }

    @Test("One of which many tell is in four buckets at most, and once in what a peer is told")
    func buckets() throws {
        var fixture = Fixture()
        for number in 0..<2000 {
            try fixture.add(Self.address(1), from: Self.address(number, group: UInt8(number & 0xff)))
        }
        let entry = try #require(fixture.book.known[try id(Self.address(1))])
        #expect(entry.buckets.count == 4 && Set(entry.buckets).count == 4)
        #expect(fixture.book.count == 1)
        #expect(fixture.book.selection(using: &fixture.random) == [Self.address(1)])
    }

    @Test("One network can fill few buckets with what it tells, and none with more than 64")
    func flood() throws {
        var fixture = Fixture()
        for number in 0..<6_000 {
            try fixture.add(Self.address(number, group: UInt8(number & 0x7f), network: 9), from: Self.address(1))
        }
        let used = fixture.book.newBuckets.filter { !$0.isEmpty }
        #expect(used.count <= 32)
        #expect(used.allSatisfy { $0.count <= 64 })
        #expect(fixture.book.count == used.reduce(0) { $0 + $1.count })
        #expect(fixture.book.count < AddressBookLimits.sizeMaximum)
        // Others still find room.
        try fixture.add(Self.address(7), from: Self.address(7, network: 20))
        #expect(fixture.book.contains(try id(Self.address(7))))
    }

    @Test("Where there is no room, one that is bad goes, or the one that was tried first")
    func expiry() throws {
        var fixture = Fixture()
        // All of one group and from one source: they share a bucket.
        for number in 0..<64 {
            try fixture.add(Self.address(number), from: Self.address(0))
            fixture.wait(1)
        }
        let bad = try id(Self.address(40))
        for _ in 0..<3 { fixture.book.noteAttempt(bad, at: fixture.now) }
        fixture.wait(120)
        try fixture.add(Self.address(100), from: Self.address(0))
        #expect(!fixture.book.contains(bad) && fixture.book.count == 64)
        try fixture.add(Self.address(101), from: Self.address(0))
        #expect(try !fixture.book.contains(id(Self.address(0))) && fixture.book.contains(id(Self.address(1))))
        #expect(fixture.book.count == 64)
    }

    // MARK: What came of them

    @Test("A good one becomes old; where there is no room, the one that was tried first becomes new again")
    func promotion() throws {
        var fixture = Fixture()
        for number in 0..<400 {
            try fixture.add(Self.address(number), from: Self.address(number, group: UInt8(number & 0xff)))
            fixture.book.noteGood(try id(Self.address(number)), at: fixture.now)
            fixture.wait(1)
        }
        // One network has four buckets of old ones at most, all full by now.
        let used = fixture.book.oldBuckets.filter { !$0.isEmpty }
        #expect((1...4).contains(used.count) && used.allSatisfy { $0.count == 64 })
        #expect(fixture.book.oldCount == 64 * used.count)
        #expect(fixture.book.isGood(try id(Self.address(399))))
        #expect(!fixture.book.isGood(try id(Self.address(0))))
        #expect(fixture.book.known.values.count { !$0.isOld } == fixture.book.newCount)
    }

    @Test("A banned one is out of the book for its time, and new after it")
    func ban() throws {
        var fixture = Fixture()
        let one = Self.address(1), name = try id(Self.address(1))
        try fixture.add(one)
        fixture.book.noteGood(name, at: fixture.now)
        fixture.book.ban(name, for: .seconds(100), at: fixture.now)
        #expect(fixture.book.isBanned(name) && fixture.book.count == 0 && fixture.book.oldCount == 0)
        #expect(throws: AddressRefusal.banned) { try fixture.add(one) }
        fixture.wait(99)
        fixture.book.reinstate(at: fixture.now)
        #expect(fixture.book.isBanned(name))
        fixture.wait(1)
        fixture.book.reinstate(at: fixture.now)
        #expect(!fixture.book.isBanned(name) && fixture.book.contains(name) && !fixture.book.isGood(name))
        fixture.book.keepPrivate([name])
        #expect(fixture.book.count == 0)
    }

    // MARK: What is told

    @Test(
        "A peer is told a share: all of few, at least 32, 23 in a hundred, at most 250",
        arguments: [
            (5, 5), (32, 32), (100, 32), (200, 46), (1000, 230), (1500, 250),
        ])
    func selection(count: Int, told: Int) throws {
        var fixture = Fixture()
        for number in 0..<100_000 where fixture.book.count < count {
            let one = Self.address(number, group: UInt8(number & 0xff), network: UInt8(11 + number % 100))
            try fixture.add(
                one, from: Self.address(number, group: UInt8(number & 0xff), network: UInt8(11 + number % 99)))
        }
        let first = fixture.book.selection(using: &fixture.random)
        #expect(first.count == told && Set(first).count == told)
        let second = fixture.book.selection(using: &fixture.random)
        #expect(count <= 32 || first != second)
        // A seed tells 30 new ones in a hundred, and more where there are not enough good ones.
        for id in fixture.book.known.keys.sorted().prefix(count / 2) { fixture.book.noteGood(id, at: fixture.now) }
        let seed = fixture.book.selection(bias: 30, using: &fixture.random)
        let good = try seed.count { fixture.book.isGood(try id($0)) }
        #expect(seed.count == told && Set(seed).count == told)
        #expect(good == min(fixture.book.oldCount, told - (told * 30 + 50) / 100))
    }

    @Test("The more good ones there are, and the smaller the bias, the rather one of them is picked")
    func picks() throws {
        var fixture = Fixture()
        #expect(fixture.book.pick(bias: 50, using: &fixture.random) == nil)
        for number in 0..<100 { try fixture.add(Self.address(number, group: UInt8(number))) }
        for number in 0..<50 {
            fixture.book.noteGood(try id(Self.address(number, group: UInt8(number))), at: fixture.now)
        }
        func goodOnes(_ bias: Int) throws -> Int {
            try (0..<1000).count { _ in
                fixture.book.isGood(try id(try #require(fixture.book.pick(bias: bias, using: &fixture.random))))
            }
        }
        #expect(try goodOnes(0) == 1000 && goodOnes(100) == 0)
        #expect((400...600).contains(try goodOnes(50)))
        #expect((850...950).contains(try goodOnes(10)))
    }

    // MARK: The file

    /// As CometBFT v0.38 wrote it.
    private static let file = """
        {
        \t"key": "6f497c80d8f87299eeb41696",
        \t"addrs": [
        \t\t{
        \t\t\t"addr": {
        \t\t\t\t"id": "9cd78db7fc6d9edfc7c20e744d22dbaab5880019",
        \t\t\t\t"ip": "127.0.0.1",
        \t\t\t\t"port": 38210
        \t\t\t},
        \t\t\t"src": {
        \t\t\t\t"id": "1079925a60a93160f900d3bf7cd18b1b1a21488e",
        \t\t\t\t"ip": "127.0.0.1",
        \t\t\t\t"port": 38200
        \t\t\t},
        \t\t\t"buckets": [
        \t\t\t\t233
        \t\t\t],
        \t\t\t"attempts": 0,
        \t\t\t"bucket_type": 1,
        \t\t\t"last_attempt": "2026-11-23T12:10:16.924538942Z",
        \t\t\t"last_success": "0001-01-01T00:00:00Z",
        \t\t\t"last_ban_time": "0001-01-01T00:00:00Z"
        \t\t}
        \t]
        }
        """

    private func read(_ text: some Sequence<UInt8>) throws(JSONError) -> AddressBook {
        try AddressBook(json: JSONValue(parsing: Array(text)), own: Self.own, isStrict: false)
    }

    @Test("CometBFT's file is read and written as it is")
    func reference() throws {
        var book = try read(Self.file.utf8)
        #expect(book.count == 1 && book.oldCount == 0 && book.newBuckets[233].count == 1)
        #expect(String(decoding: book.json.indented(by: "\t"), as: UTF8.self) == Self.file)
        var random = SplitMix64(seed: 1)
        #expect(book.pick(bias: 50, using: &random)?.port == 38_210)
        let id = try #require(book.known.keys.first)
        var changes = [book.takeChange()]
        book.noteAttempt(id, at: Self.now)
        changes += [book.takeChange(), book.takeChange()]
        #expect(changes == [false, true, false])
    }

    @Test("What was learned is there again after it was written and read")
    func roundTrip() throws {
        var fixture = Fixture(isStrict: false)
        for number in 0..<300 {
            try fixture.add(Self.address(number, group: UInt8(number & 0xff)), from: Self.address(number / 3))
            if number % 3 == 0 {
                fixture.book.noteGood(try id(Self.address(number, group: UInt8(number & 0xff))), at: fixture.now)
            }
        }
        let again = try read(fixture.book.json.serialized())
        #expect(again.known == fixture.book.known && again.oldCount == fixture.book.oldCount)
        #expect(again.json == fixture.book.json)
        // Without a list, as CometBFT writes an empty book.
        #expect(try read(Array(#"{"key":"00","addrs":null}"#.utf8)).count == 0)
    }

    @Test("A broken file is refused where it is broken, and never traps")
    func broken() throws {
        let text = Array(Self.file.utf8)
        for count in 0..<text.count - 1 {
            #expect(throws: JSONError.self) { try read(text[..<count]) }
        }
        for (before, after, place) in [
            ("233", "256", "buckets"), ("233", "-1", "buckets"), (#"type": 1"#, #"type": 3"#, "bucket_type"),
            ("9cd78", "xcd78", "addr"), (#""127.0.0.1""#, #""127.0.0""#, "ip"), ("38210", "70000", "port"),
            ("6f497c80d8f87299eeb41696", "", "key"), ("2026-11-23", "2026-13-23", "last_attempt"),
        ] {
            let error = #expect(throws: JSONError.self) {
                try read(Self.file.replacing(before, with: after, maxReplacements: 1).utf8)
            }
            #expect(error?.path.contains(place) == true, "\(place): \(error.map { "\($0)" } ?? "")")
        }
        var generator = SeededGenerator(state: 5)
        for _ in 0..<500 {
            var bytes = text
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            if let book = try? read(bytes) { _ = book.json.serialized() }
        }
    }

    @Test(
        "Networks are told apart by their first half, in every disguise of version 4",
        arguments: [
            ("8.8.4.4", "8.8.1.1", true), ("8.8.4.4", "8.9.4.4", false), ("::ffff:8.8.4.4", "8.8.0.0", true),
            ("2002:0808:0404::1", "8.8.0.0", true), ("64:ff9b::8.8.4.4", "8.8.0.0", true),
            ("2001:0:1:2:3:4:f7f7:fbfb", "8.8.4.4", true), ("2a00:1450::1", "2a00:1450:1::1", true),
            ("2a00:1450::1", "2a00:1451::1", false), ("2001:470:1000::1", "2001:470:2000::1", false),
            ("127.0.0.1", "127.9.9.9", true), ("10.0.0.1", "192.168.0.1", true), ("10.0.0.1", "127.0.0.1", false),
        ])
    func groups(left: String, right: String, isSame: Bool) throws {
        let groups = try [left, right].map { text in
            NetworkAddress(
                id: Self.address(1).id, ip: try #require(IPAddress(parsing: ByteString(text))), port: 1
            ).group(isStrict: true)
        }
        #expect((groups[0] == groups[1]) == isSame)
    }
}

extension IPAddress {
    /// An address of version 4.
    static func test(_ bytes: [UInt8]) -> IPAddress {
        guard let address = IPAddress(bytes) else { preconditionFailure("four bytes") }
        return address
    }
}
