import Chain
import Cryptography
import PeerMessages
import Testing
import Wire

@testable import PeerProtocol

@Suite("Giving the genesis")
struct GenesisDeskTests {
    private let offer = GenesisOffer.test(pieces: 20)

    private func desk() throws -> (GenesisDesk, NodeID) {
        var desk = GenesisDesk(offer)
        let peer = try NodeID.test(1)
        #expect(desk.connected(peer, channels: [.genesis]) == [.send(.summary(offer.summary), to: peer)])
        #expect(desk.sent(1, to: peer).isEmpty)
        return (desk, peer)
    }

    @Test("A peer without the channel hears nothing, and says nothing that counts")
    func otherSoftware() throws {
        var desk = GenesisDesk(offer)
        let peer = try NodeID.test(1)
        #expect(desk.connected(peer, channels: ChannelID.standard).isEmpty)
        #expect(desk.receive(.chunkRequest(0), from: peer).isEmpty)
        #expect(desk.sent(1, to: peer).isEmpty)
    }

    @Test("Pieces are given in the order asked for, two at a time as they leave")
    func pieces() throws {
        var (desk, peer) = try desk()
        var given: [GenesisDesk.Action] = []
        for index in 0..<8 as Range<UInt32> { given += desk.receive(.chunkRequest(index), from: peer) }
        #expect(given.count == 2)
        for _ in 0..<6 { given += desk.sent(1, to: peer) }
        let wanted = try (0..<8).map { index in
            GenesisDesk.Action.send(.chunk(try #require(offer.chunk(index))), to: peer)
        }
        #expect(given == wanted)
    }

    @Test("A genesis with another hash ends the connection, and both are named; the same one does not")
    func comparison() throws {
        var (desk, peer) = try desk()
        #expect(desk.receive(.summary(offer.summary), from: peer).isEmpty)
        var (other, stranger) = try self.desk()
        let summary = GenesisOffer.test(pieces: 3).summary
        let actions = other.receive(.summary(summary), from: stranger)
        guard case .disconnect(stranger, let reason)? = actions.first, actions.count == 1 else {
            Issue.record("\(actions)")
            return
        }
        #expect(reason.contains("\(summary.hash)") && reason.contains("\(offer.summary.hash)"))
        #expect(other.receive(.chunkRequest(0), from: stranger).isEmpty)
    }

    @Test("What no honest peer does ends the connection")
    func abuse() throws {
        func isDropped(_ messages: [GenesisMessage]) throws -> Bool {
            var (desk, peer) = try desk()
            return messages.reduce(false) { isDropped, message in
                let actions = desk.receive(message, from: peer)
                return isDropped || actions.contains { if case .disconnect = $0 { true } else { false } }
            }
        }
        #expect(try isDropped([.summary(offer.summary), .summary(offer.summary)]))
        #expect(try isDropped([.chunk(GenesisChunk(index: 0, bytes: [1]))]))
        #expect(try isDropped([.chunkRequest(20)]))
        #expect(try !isDropped([.chunkRequest(19)]))
        #expect(try !isDropped((0..<18).map { .chunkRequest($0) }))
        #expect(try isDropped((0..<19).map { .chunkRequest($0) }))
    }

    @Test("A peer gets the genesis twice by one connection, and no more")
    func repetition() throws {
        var (desk, peer) = try desk()
        for number in 0..<40 as Range<UInt32> {
            let actions = desk.receive(.chunkRequest(number % 20), from: peer)
            #expect(actions.count == 1)
            #expect(desk.sent(1, to: peer).isEmpty)
        }
        guard case .disconnect? = desk.receive(.chunkRequest(0), from: peer).first else {
            Issue.record("it goes on for ever")
            return
        }
    }

    @Test("Documents that differ only in how they are written have one hash")
    func forms() throws {
        let compact = #"{"genesis_time":"2026-01-01T00:00:00Z","chain_id":"c","app_state":{"a":1,"b":"<"}}"#
        let wide = """
            { "chain_id": "c", "app_state": { "a": 1, "b": "<" },
              "initial_height": "1", "genesis_time": "2026-01-01T00:00:00Z" }
            """
        let hashes = try [compact, wide].map { text in
            GenesisOffer(try GenesisDocument(file: Array(text.utf8)).completed(now: .unixEpoch)).summary.hash
        }
        #expect(hashes[0] == hashes[1])
        let other = try GenesisDocument(file: Array(compact.replacing("1,", with: "2,").utf8))
        #expect(GenesisOffer(try other.completed(now: .unixEpoch)).summary.hash != hashes[0])
        // Nodes of all versions must say the same of one document.
        #expect("\(hashes[0])" == "EA8EA7E44F3AA38857A4971140AB4D1B8BB9708827BADD78876346806DB0FD4E")
    }
}

extension GenesisOffer {
    /// A genesis of so many pieces.
    static func test(pieces: Int, chain: ChainID = "chain") -> GenesisOffer {
        let padding = String(repeating: "x", count: (pieces - 1) * GenesisChunk.bytesMaximum)
        return GenesisOffer(
            GenesisDocument(time: .unixEpoch, chainID: chain, appState: Array("\"\(padding)\"".utf8)))
    }
}
