import Chain
import Cryptography
import PeerMessages
import Testing
import Wire

@testable import PeerProtocol

@Suite("Whom to call and let in")
struct PeerDirectorTests {
    private func location(_ number: UInt8) throws -> PeerLocation {
        try PeerLocation(parsing: ByteString("\(try NodeID.test(number))@10.0.0.\(number):26656"))
    }

    private func ip(_ number: UInt8) throws -> IPAddress { try #require(IPAddress([10, 0, 0, number])) }

    private func director(
        persistent: [UInt8] = [], unconditional: [UInt8] = [], inbound: Int = 40, outbound: Int = 10,
        duplicateIP: Bool = false, period: Nanoseconds = .zero, seed: UInt64 = 1
    ) throws -> PeerDirector {
        PeerDirector(
            own: try .test(0),
            PeerDirectorSettings(
                persistentPeers: try persistent.map(location),
                unconditionalPeers: Set(try unconditional.map { try NodeID.test($0) }), inboundMaximum: inbound,
                outboundMaximum: outbound, allowsDuplicateIP: duplicateIP, dialPeriodMaximum: period),
            seed: seed, at: instant())
    }

    @Test("Persistent peers are called within a second of the start, this node itself never")
    func start() throws {
        var director = try director(persistent: [0, 1, 2, 1])
        let deadline = try #require(director.nextDeadline)
        #expect(deadline < .seconds(1))
        let dials = director.dials(at: instant(1))
        #expect(dials.map(\.location) == [try location(1), try location(2)])
        #expect(director.dials(at: instant(1)).isEmpty)
        #expect(director.nextDeadline == nil)
    }

    @Test("Calls that fail come again after one second, five, and at last a minute, without end")
    func backoff() throws {
        var director = try director(persistent: [1])
        let pauses = try failingCalls(200, &director)
        #expect((1...2).contains(pauses[0]))
        #expect(pauses[1..<20].allSatisfy { (5...8).contains($0) })
        #expect(pauses[25...].allSatisfy { (60...63).contains($0) })
        #expect(Set(pauses).count > 100)
    }

    /// The pauses in seconds between calls that fail.
    private func failingCalls(_ count: Int, _ director: inout PeerDirector) throws -> [Double] {
        var now = Nanoseconds.seconds(1)
        return try (0..<count).map { _ in
            let calls = director.dials(at: Instant(wall: .unixEpoch, monotonic: now))
            let call = try #require(calls.first)
            let lost = director.closed(call.connection, at: Instant(wall: .unixEpoch, monotonic: now))
            #expect(lost == nil)
            let due = try #require(director.nextDeadline)
            let early = director.dials(at: Instant(wall: .unixEpoch, monotonic: Nanoseconds(due.rawValue - 1)))
            #expect(early.isEmpty)
            defer { now = due }
            return Double(due.rawValue - now.rawValue) / 1e9
        }
    }

    @Test("The longest pause is the operator's")
    func period() throws {
        var director = try director(persistent: [1], period: .seconds(2))
        #expect(try failingCalls(50, &director).allSatisfy { $0 <= 5 })
    }

    @Test("A persistent peer that is lost is called again at once, unless it was hardly there")
    func loss() throws {
        var director = try director(persistent: [1])
        let dial = try #require(director.dials(at: instant(1)).first)
        try director.reached(dial.connection, ip(1))
        try director.introduced(dial.connection, as: .test(1), at: instant(1))
        #expect(director.nextDeadline == nil)
        #expect(director.closed(dial.connection, at: instant(100)) == (try NodeID.test(1)))
        let due = try #require(director.nextDeadline)
        #expect((Nanoseconds.seconds(100)...Nanoseconds.seconds(101)).contains(due))
        let again = try #require(director.dials(at: instant(101)).first)
        try director.introduced(again.connection, as: .test(1), at: instant(101))
        _ = director.closed(again.connection, at: instant(102))
        #expect(try #require(director.nextDeadline) >= .seconds(103))
    }

    @Test("A persistent peer that has called us is not called")
    func calledByPersistent() throws {
        var director = try director(persistent: [1])
        let id = try director.accepted(from: ip(1)).connection
        try director.introduced(id, as: .test(1), at: instant())
        #expect(director.dials(at: instant(10)).isEmpty && director.nextDeadline == nil)
        #expect(director.connection(to: try .test(1)) == id)
        _ = director.closed(id, at: instant(20))
        #expect(director.dials(at: instant(22)).count == 1)
    }

    @Test("Of two connections to one peer the first stays; if both go, the peer is called again")
    func bothCall() throws {
        var director = try director(persistent: [1], duplicateIP: true)
        let dial = try #require(director.dials(at: instant(1)).first)
        let inbound = try director.accepted(from: ip(1)).connection
        try director.introduced(inbound, as: .test(1), at: instant(1))
        #expect(throws: PeerRefusal.duplicateID(try .test(1))) {
            try director.introduced(dial.connection, as: .test(1), at: instant(1))
        }
        #expect(director.closed(dial.connection, at: instant(1)) == nil)
        #expect(director.connection(to: try .test(1)) == inbound)
        #expect(director.closed(inbound, at: instant(1)) == (try NodeID.test(1)))
        #expect(director.nextDeadline != nil)
    }

    @Test(
        "Two nodes that call each other at once come together, whatever the order of their messages", arguments: 0..<30)
    func simultaneous(seed: UInt64) throws {
        // Each refuses the other's call as long as it has a connection. Calls take 50 ms.
        var generator = SeededGenerator(state: seed)
        func node(_ own: UInt8, _ peer: UInt8) throws -> PeerDirector {
            PeerDirector(
                own: try .test(own),
                PeerDirectorSettings(persistentPeers: [try location(peer)], allowsDuplicateIP: true),
                seed: seed * 2 + UInt64(own), at: instant())
        }
        var nodes = [try node(1, 2), try node(2, 1)]
        struct Call {
            let from: Int
            let outbound: ConnectionID
            var inbound: ConnectionID
            let done: Double
        }
        var calls: [Call] = []
        for step in 1...6000 {
            let now = Double(step) / 100
            for from in [0, 1].shuffled(using: &generator) {
                for dial in nodes[from].dials(at: instant(now)) {
                    let inbound = try nodes[1 - from].accepted(from: ip(9)).connection
                    calls.append(Call(from: from, outbound: dial.connection, inbound: inbound, done: now + 0.05))
                }
            }
            let finished = calls.filter { $0.done <= now }.shuffled(using: &generator)
            calls.removeAll { $0.done <= now }
            for call in finished {
                let ends = [
                    (call.from, call.outbound, UInt8(2 - call.from)),
                    (1 - call.from, call.inbound, UInt8(1 + call.from)),
                ]
                var isRefused = false
                for (node, id, peer) in ends.shuffled(using: &generator) {
                    do {
                        try nodes[node].introduced(id, as: .test(peer), at: instant(now))
                    } catch {
                        isRefused = true
                    }
                }
                if isRefused { for (node, id, _) in ends { _ = nodes[node].closed(id, at: instant(now)) } }
            }
        }
        #expect(nodes[0].connection(to: try .test(2)) != nil)
        #expect(nodes[1].connection(to: try .test(1)) != nil)
    }

    @Test("As many may call as the limit says; unconditional peers are neither counted nor kept out")
    func inboundLimit() throws {
        var director = try director(unconditional: [9], inbound: 2)
        for number in [1, 9, 2] as [UInt8] {
            let id = try director.accepted(from: ip(number)).connection
            try director.introduced(id, as: .test(number), at: instant())
        }
        #expect(director.count == 3)
        var other = try self.director(unconditional: [9], inbound: 2)
        for number in [1, 2] as [UInt8] {
            try other.introduced(try other.accepted(from: ip(number)).connection, as: .test(number), at: instant())
        }
        let third = try other.accepted(from: ip(3)).connection
        #expect(throws: PeerRefusal.inboundLimit(2)) { try other.introduced(third, as: .test(3), at: instant()) }
        #expect(other.closed(third, at: instant()) == nil)
        let wanted = try other.accepted(from: ip(9)).connection
        try other.introduced(wanted, as: .test(9), at: instant())
        #expect(other.count == 3)
    }

    @Test("One address has one connection unless several are allowed; who has not said who it is keeps nobody out")
    func duplicateAddress() throws {
        var director = try director(persistent: [2])
        let first = try director.accepted(from: ip(1)).connection
        let second = try director.accepted(from: ip(1)).connection
        let dial = try #require(director.dials(at: instant(1)).first)
        try director.introduced(second, as: .test(1), at: instant())
        #expect(throws: PeerRefusal.duplicateIP(try ip(1))) {
            try director.introduced(first, as: .test(3), at: instant())
        }
        #expect(throws: PeerRefusal.duplicateIP(try ip(1))) { _ = try director.accepted(from: ip(1)) }
        #expect(throws: PeerRefusal.duplicateIP(try ip(1))) { try director.reached(dial.connection, ip(1)) }
        _ = director.closed(second, at: instant())
        try director.reached(dial.connection, ip(1))
        #expect(throws: PeerRefusal.duplicateIP(try ip(1))) { _ = try director.accepted(from: ip(1)) }
        var lenient = try self.director(duplicateIP: true)
        for number in 1...3 as ClosedRange<UInt8> {
            try lenient.introduced(try lenient.accepted(from: ip(1)).connection, as: .test(number), at: instant())
        }
        #expect(lenient.count == 3)
    }

    @Test("Callers that say nothing give way to those who come later, the first one first")
    func silentCallers() throws {
        var director = try director()
        var silent: [ConnectionID] = []
        for number in 0..<PeerDirector.strangersPerAddress {
            let admission = try director.accepted(from: ip(1))
            #expect(admission.evicted == nil, "\(number)")
            silent.append(admission.connection)
        }
        let evicted = try (0..<500).map { _ in
            let admission = try director.accepted(from: ip(1))
            silent.append(admission.connection)
            return admission.evicted
        }
        #expect(evicted == silent.prefix(500).map(Optional.some))
        #expect(throws: PeerRefusal.evicted) { try director.introduced(silent[0], as: .test(1), at: instant()) }
        try director.introduced(try #require(silent.last), as: .test(1), at: instant())
    }

    @Test("Silent callers do not take the place of one that speaks, however many come and from wherever")
    func speakingCaller() throws {
        var director = try director()
        let honest = try director.accepted(from: ip(1)).connection
        director.spoke(honest)
        for number in 0..<2_000 {
            let admission = try director.accepted(from: number % 2 == 0 ? ip(1) : ip(UInt8(truncatingIfNeeded: number)))
            #expect(admission.evicted != honest)
        }
        try director.introduced(honest, as: .test(1), at: instant())
    }

    @Test("Who calls from one address takes no place from those who call from others")
    func crowdedAddress() throws {
        var director = try director()
        var others: [ConnectionID] = []
        for number in 2..<(2 + PeerDirector.strangersMaximum - PeerDirector.strangersPerAddress) {
            others.append(try director.accepted(from: ip(UInt8(number))).connection)
        }
        for _ in 0..<1_000 { director.spoke(try director.accepted(from: ip(1)).connection) }
        // And there is room for one more address, which costs the crowded one a place.
        let last = try director.accepted(from: ip(200))
        #expect(last.evicted != nil && !others.contains { $0 == last.evicted })
        for (number, id) in others.prefix(40).enumerated() {
            try director.introduced(id, as: .test(UInt8(number + 1)), at: instant())
        }
    }

    @Test("Peers that somebody told of are called up to the limit, each once")
    func requests() throws {
        var director = try director(persistent: [1], unconditional: [7], outbound: 2)
        try director.request(location(2), at: instant())
        #expect(throws: PeerRefusal.dialing(try .test(2))) { try director.request(location(2), at: instant()) }
        #expect(throws: PeerRefusal.ourselves) { try director.request(location(0), at: instant()) }
        try director.request(location(3), at: instant())
        #expect(throws: PeerRefusal.outboundLimit(2)) { try director.request(location(4), at: instant()) }
        try director.request(location(7), at: instant())
        #expect(director.nextDeadline == .zero)
        #expect(director.dials(at: instant()).count == 3)
        let dials = director.dials(at: instant(1))
        #expect(dials.map(\.location) == [try location(1)])
    }

    @Test("A banned peer is kept out until its time is over, unless the operator named it")
    func bans() throws {
        var director = try director(persistent: [2], unconditional: [3])
        for number in 1...3 as ClosedRange<UInt8> {
            let id = try director.accepted(from: ip(number)).connection
            try director.introduced(id, as: .test(number), at: instant())
            #expect(director.ban(try .test(number), for: .seconds(60), at: instant()) == id)
            _ = director.closed(id, at: instant())
        }
        #expect(throws: PeerRefusal.banned(try .test(1))) { try director.request(location(1), at: instant(59)) }
        for number in 1...3 as ClosedRange<UInt8> {
            let id = try director.accepted(from: ip(number)).connection
            if number == 1 {
                #expect(throws: PeerRefusal.banned(try .test(1))) {
                    try director.introduced(id, as: .test(1), at: instant(59))
                }
                try director.introduced(id, as: .test(1), at: instant(60))
            } else {
                try director.introduced(id, as: .test(number), at: instant(59))
            }
        }
    }

    @Test("The list of bans is bounded, and longer bans stay longer")
    func manyBans() throws {
        var list = BanList()
        let first = try NodeID.test(1)
        list.add(first, until: .seconds(1000))
        list.add(first, until: .seconds(10))
        for number in 0..<5000 as Range<UInt32> {
            let bytes = (0..<20).map { UInt8(truncatingIfNeeded: number >> UInt32(8 * min(3, $0))) }
            list.add(NodeID(address: try #require(Address(bytes))), until: .seconds(20 + Int64(number % 10)))
        }
        #expect(list.contains(first, at: .seconds(999)) == true)
        #expect(list.contains(first, at: .seconds(1000)) == false)
    }

    @Test("Who is this node under another name is not called again")
    func ourselves() throws {
        var director = try director(persistent: [1])
        let dial = try #require(director.dials(at: instant(1)).first)
        director.forget(dial.connection)
        _ = director.closed(dial.connection, at: instant(1))
        #expect(director.nextDeadline == nil)
        let id = try director.accepted(from: ip(1)).connection
        #expect(throws: PeerRefusal.ourselves) { try director.introduced(id, as: .test(0), at: instant()) }
        #expect(throws: PeerRefusal.unknown) {
            try director.introduced(ConnectionID(99), as: .test(1), at: instant())
        }
    }

    @Test("Persistent peers can be changed: new ones are called, others are not called again")
    func changedPersistence() throws {
        var director = try director(persistent: [1, 2])
        for dial in director.dials(at: instant(1)) {
            try director.reached(dial.connection, ip(dial.location == location(1) ? 1 : 2))
            try director.introduced(dial.connection, as: dial.location.id, at: instant(1))
        }
        director.keepOnly([try location(2), try location(3)], at: instant(2))
        #expect(director.count == 2)
        #expect(director.overview.persistent == [try .test(2), try .test(3)])
        #expect(director.dials(at: instant(3)).map(\.location) == [try location(3)])
        for number in [1, 2] as [UInt8] {
            let connection = try #require(director.connection(to: .test(number)))
            _ = director.closed(connection, at: instant(20))
        }
        #expect(director.dials(at: instant(60)).map(\.location) == [try location(2)])
    }

    @Test("Who is welcome later is let in beyond the limit, and counts for none")
    func welcome() throws {
        var director = try director(inbound: 1, duplicateIP: true)
        try director.introduced(director.accepted(from: ip(1)).connection, as: .test(1), at: instant())
        let second = try director.accepted(from: ip(1)).connection
        #expect(throws: PeerRefusal.inboundLimit(1)) { try director.introduced(second, as: .test(2), at: instant()) }
        _ = director.closed(second, at: instant())
        director.welcome([try .test(2)])
        try director.introduced(director.accepted(from: ip(1)).connection, as: .test(2), at: instant())
        let overview = director.overview
        #expect(overview.inbound == 1 && overview.outbound == 0 && overview.met.count == 2)
    }
}
