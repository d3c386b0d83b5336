import Chain
import Cryptography
import PeerMessages
import Testing
import Wire

@testable import PeerProtocol

@Suite("The exchange of addresses")
struct PeerExchangeTests {
    private func address(_ number: UInt8) throws -> NetworkAddress {
        let ip = try #require(IPAddress([8, number, 0, 1]))
        return NetworkAddress(id: ByteString(try NodeID.test(number).text), ip: ip, port: 26_656)
    }

    private func location(_ number: UInt8) throws -> PeerLocation {
        try PeerLocation(parsing: ByteString("\(try address(number))"))
    }

    private func info(_ number: UInt8, listening: ByteString? = nil) throws -> NodeInfo {
        let own = ByteString("tcp://\(try address(number).dialText)")
        return LocalNode(
            key: try .test(number), chainID: "chain", faultModel: .byzantine, applicationVersion: 1,
            listenAddress: listening ?? own, version: "0.38.25",
            channels: [.peerExchange], moniker: "node", other: NodeInfoOther(transactionIndex: "on", rpcAddress: "")
        ).info
    }

    private func exchange(
        seeds: [UInt8] = [], isSeed: Bool = false, outbound: Int = 10, hasPeers: Bool = false
    ) throws -> PeerExchange {
        PeerExchange(
            PeerExchangeSettings(seeds: try seeds.map(location), isSeed: isSeed, outboundMaximum: outbound),
            book: AddressBook(key: "ab", own: try .test(0)), hasPeers: hasPeers, seed: 7, at: instant())
    }

    private func connect(
        _ exchange: inout PeerExchange, _ number: UInt8, outbound: Bool, at seconds: Double = 0
    ) throws -> [PeerExchange.Action] {
        exchange.connected(
            try .test(number), try info(number), isOutbound: outbound, remote: try address(number),
            at: instant(seconds))
    }

    private func receive(
        _ message: PeerExchangeMessage, _ exchange: inout PeerExchange, from number: UInt8,
        _ overview: PeerOverview = PeerOverview(), at seconds: Double = 0
    ) throws -> [PeerExchange.Action] {
        exchange.receive(message, from: try .test(number), overview, at: instant(seconds))
    }

    /// The addresses that a peer is told, if that is all there is to do.
    private func told(_ actions: [PeerExchange.Action], to number: UInt8) throws -> [NetworkAddress]? {
        guard case .send(.addresses(let told), let peer)? = actions.first, actions.count == 1 else { return nil }
        let wanted = try NodeID.test(number)
        return peer == wanted ? told : nil
    }

    /// Whether to part from a peer, which may come again, is all there is to do.
    private func isParting(_ actions: [PeerExchange.Action], from number: UInt8) throws -> Bool {
        guard case .disconnect(let peer, _, nil)? = actions.first else { return false }
        let wanted = try NodeID.test(number)
        return actions.count == 1 && peer == wanted
    }

    private func isBan(_ actions: [PeerExchange.Action], of number: UInt8) throws -> Bool {
        guard case .disconnect(let peer, _, let ban)? = actions.first else { return false }
        let wanted = try NodeID.test(number)
        return actions.count == 1 && peer == wanted && ban == .seconds(24 * 3600)
    }

    @Test("Who tells what is no address is banned, asked or not, and out of the book")
    func misunderstood() throws {
        var exchange = try exchange()
        _ = try connect(&exchange, 1, outbound: true)
        _ = try connect(&exchange, 2, outbound: false)
        for number: UInt8 in [1, 2] {
            let actions = exchange.misunderstood(try .test(number), at: instant(1))
            #expect(try isBan(actions, of: number))
            #expect(try !exchange.book.contains(.test(number)))
        }
    }

    @Test("Who was dialled is asked at once, and its answer is learned; who called is not asked")
    func asking() throws {
        var exchange = try exchange()
        #expect(try connect(&exchange, 1, outbound: true) == [.send(.request, to: .test(1))])
        #expect(try connect(&exchange, 2, outbound: false).isEmpty)
        #expect(exchange.book.count == 2)
        let told = try (10..<30).map { try address($0) }
        #expect(try receive(.addresses(told), &exchange, from: 1).isEmpty)
        #expect(exchange.book.count == 22)
    }

    @Test("An answer that nobody asked for, and one answer too many, cost a day")
    func unsolicited() throws {
        var exchange = try exchange()
        _ = try connect(&exchange, 2, outbound: false)
        #expect(try isBan(receive(.addresses([address(10)]), &exchange, from: 2), of: 2))
        #expect(try exchange.book.count == 0 && exchange.book.isBanned(.test(2)))
        _ = try connect(&exchange, 1, outbound: true)
        #expect(try receive(.addresses([address(10)]), &exchange, from: 1).isEmpty)
        #expect(try isBan(receive(.addresses([address(11)]), &exchange, from: 1), of: 1))
        #expect(!exchange.book.contains(try .test(11)))
    }

    @Test("Whoever asks is told; more often than every ten seconds, after two times for nothing, costs a day")
    func frequency() throws {
        var exchange = try exchange()
        _ = try connect(&exchange, 1, outbound: false)
        let answer = [PeerExchange.Action.send(.addresses([try address(1)]), to: try .test(1))]
        for seconds in [0, 0, 10, 20.5] {
            #expect(try receive(.request, &exchange, from: 1, at: seconds) == answer)
        }
        #expect(try isBan(receive(.request, &exchange, from: 1, at: 30.4), of: 1))
        // A new connection begins anew, as in CometBFT.
        _ = try connect(&exchange, 2, outbound: false)
        for _ in 0..<2 { #expect(try receive(.request, &exchange, from: 2, at: 40).count == 1) }
        exchange.disconnected(try .test(2))
        #expect(try receive(.request, &exchange, from: 2, at: 40).isEmpty)
    }

    @Test("No more than 250 addresses of an answer are looked at")
    func longAnswer() throws {
        var exchange = try exchange()
        _ = try connect(&exchange, 1, outbound: true)
        let many = (0..<400).map { number in
            NetworkAddress(
                id: ByteString(NodeID(address: Address(truncating: SHA256.hash(Array("\(number)".utf8)))).text),
                ip: .test([9, UInt8(number & 0xff), UInt8(number >> 8), 1]), port: 1)
        }
        _ = try receive(.addresses(many), &exchange, from: 1)
        #expect(exchange.book.count <= 251 && exchange.book.count > 200)
    }

    @Test("Every thirty seconds as many are dialled as there is room for, and nobody who is met already")
    func dialing() throws {
        var exchange = try exchange(outbound: 4)
        _ = try connect(&exchange, 1, outbound: true)
        _ = try receive(.addresses((10..<60).map { try address($0) }), &exchange, from: 1)
        var overview = PeerOverview()
        overview.outbound = 1
        overview.met = [try .test(1)]
        let dials = exchange.tick(overview, at: instant(30)).filter { if case .dial = $0 { true } else { false } }
        #expect(dials.count == 3 && Set(dials).count == 3)
        #expect(!dials.contains(.dial(try location(1))))
        #expect(exchange.tick(overview, at: instant(59)).isEmpty)
        #expect(exchange.nextDeadline == .seconds(60))
        overview.dialing = 3
        #expect(exchange.tick(overview, at: instant(60)).isEmpty)
        #expect(exchange.nextDeadline == .seconds(90))
    }

    @Test("With peers of its own a node waits for a part of the period; without, it begins at once")
    func beginning() throws {
        #expect(try exchange().nextDeadline == .zero)
        let deadline = try exchange(hasPeers: true).nextDeadline
        #expect(deadline > .zero && deadline < .seconds(30))
    }

    @Test("When nobody can be dialled, one seed after the other is, until one answers")
    func seeds() throws {
        var exchange = try exchange(seeds: [1, 2, 3])
        var dialled = exchange.tick(PeerOverview(), at: instant(0))
        #expect(dialled.count == 1)
        for _ in 0..<2 {
            guard case .dial(let seed)? = dialled.last else {
                Issue.record("no seed")
                return
            }
            dialled += exchange.failed(seed.id, .other("refused"), PeerOverview(), at: instant(1))
        }
        #expect(Set(dialled) == Set(try [1, 2, 3].map { .dial(try location($0)) }))
        guard case .dial(let last)? = dialled.last else {
            Issue.record("no seed")
            return
        }
        #expect(exchange.failed(last.id, .other("refused"), PeerOverview(), at: instant(2)).isEmpty)
        #expect(exchange.tick(PeerOverview(), at: instant(30)).count == 1)
        // What a seed tells is dialled at once.
        _ = try connect(&exchange, 1, outbound: true, at: 31)
        var overview = PeerOverview()
        overview.met = [try .test(1)]
        let next = try receive(.addresses([address(10), address(11)]), &exchange, from: 1, overview, at: 31)
        #expect(Set(next) == [.dial(try location(10)), .dial(try location(11))])
    }

    @Test("Calls in vain come ever later, and after seventeen the address is given up for a day")
    func attempts() throws {
        var exchange = try exchange()
        _ = try connect(&exchange, 1, outbound: false)
        exchange.disconnected(try .test(1))
        var times: [Double] = []
        var seconds = 0.0
        while try !exchange.book.isBanned(.test(1)), seconds < 1_000_000 {
            let isDialled = exchange.tick(PeerOverview(), at: instant(seconds)).contains(.dial(try location(1)))
            if isDialled {
                times.append(seconds)
                _ = exchange.failed(try .test(1), .other("refused"), PeerOverview(), at: instant(seconds))
            }
            seconds += 30
        }
        #expect(times.count == 17, "\(times)")
        for (number, (before, after)) in zip(times, times.dropFirst()).enumerated() where number < 15 {
            #expect(after - before >= Double(1 << (number + 1)) && after - before <= Double(1 << (number + 1)) + 61)
        }
        #expect(exchange.book.isBanned(try .test(1)))
    }

    @Test("Where another node answers, the address is given up at once")
    func wrongNode() throws {
        var exchange = try exchange()
        _ = try connect(&exchange, 1, outbound: false)
        _ = exchange.failed(try .test(1), .wrongNode(try .test(5)), PeerOverview(), at: instant(1))
        #expect(try exchange.book.isBanned(.test(1)) && exchange.book.count == 0)
    }

    @Test("A seed tells who calls once, and hangs up; it visits whom it knows every two minutes, and asks them")
    func seedMode() throws {
        var exchange = try exchange(isSeed: true)
        _ = try connect(&exchange, 1, outbound: false)
        _ = try connect(&exchange, 2, outbound: false)
        let told = try told(receive(.request, &exchange, from: 1), to: 1)
        #expect(Set(told ?? []) == Set(try [1, 2].map(address)))
        #expect(try receive(.request, &exchange, from: 1).isEmpty)
        #expect(try isParting(exchange.sent(1, to: .test(1)), from: 1))
        exchange.disconnected(try .test(1))
        exchange.disconnected(try .test(2))
        let visits = exchange.tick(PeerOverview(), at: instant(30))
        #expect(Set(visits) == Set(try [1, 2].map { .dial(try location($0)) }))
        #expect(exchange.tick(PeerOverview(), at: instant(60)).isEmpty)
        #expect(exchange.tick(PeerOverview(), at: instant(150)).count == 2)
        #expect(try connect(&exchange, 1, outbound: true, at: 151) == [.send(.request, to: .test(1))])
        // After 28 hours it parts, but not from a persistent peer.
        _ = try connect(&exchange, 2, outbound: true, at: 151)
        var overview = PeerOverview()
        overview.persistent = [try .test(2)]
        overview.met = [try .test(1), try .test(2)]
        #expect(try isParting(exchange.tick(overview, at: instant(151 + 28 * 3600)), from: 1))
    }

    @Test("An inbound peer that says it listens everywhere is noted where it calls from, with its port")
    func announced() throws {
        var exchange = try exchange()
        for (number, listening) in [(1, "tcp://0.0.0.0:1234"), (2, "name.example:1234"), (3, "8.8.8.8:1234")]
            as [(UInt8, ByteString)]
        {
            _ = exchange.connected(
                try .test(number), try info(number, listening: listening), isOutbound: false,
                remote: try address(number), at: instant())
        }
        var random = SplitMix64(seed: 1)
        let told = exchange.book.selection(using: &random).map(\.dialText).sorted()
        #expect(told == ["8.1.0.1:1234", "8.2.0.1:1234", "8.8.8.8:1234"])
    }
}
