import Chain
import Cryptography
import PeerMessages
import Testing

@testable import Checkpoints

@Suite("Giving checkpoints to peers")
struct SnapshotDeskTests {
    private let offer = SnapshotOffer(
        height: 9, chunks: 5, hash: SHA256.hash([1]),
        metadata: SnapshotMetadata(genesisHash: SHA256.hash([2]), blockHash: SHA256.hash([3]), byteCount: 100))

    private func desk() throws -> (SnapshotDesk, NodeID) {
        var desk = SnapshotDesk()
        let peer = try NodeID(String(repeating: "ab", count: 20))
        desk.connected(peer, channels: ChannelID.standard)
        return (desk, peer)
    }

    private func request(_ index: UInt32, height: UInt64 = 9) -> ChunkRequest {
        ChunkRequest(height: height, format: SnapshotFormat.number, index: index)
    }

    private func reason(_ actions: [SnapshotDesk.Action]) -> String? {
        guard case .disconnect(_, let reason)? = actions.first, actions.count == 1 else { return nil }
        return reason
    }

    @Test("A peer is told of ten at most, and of the same when it asks again before it has the answer")
    func list() throws {
        var (desk, peer) = try desk()
        #expect(desk.receive(.snapshotsRequest, from: peer, at: .zero) == [.look(for: peer)])
        #expect(desk.receive(.snapshotsRequest, from: peer, at: .zero) == [])
        let actions = desk.found([SnapshotOffer](repeating: offer, count: 12), for: peer)
        #expect(
            actions == [SnapshotDesk.Action](repeating: .send(.snapshotsResponse(offer.message), to: peer), count: 10))
        #expect(desk.receive(.snapshotsRequest, from: peer, at: .zero) == [])
        #expect(desk.sent(10, on: .snapshot, to: peer) == [])
        #expect(desk.receive(.snapshotsRequest, from: peer, at: .zero) == [.look(for: peer)])
        #expect(desk.found([], for: peer) == [])
        // An answer that nobody waits for any more.
        #expect(desk.found([offer], for: peer) == [])
    }

    @Test("Who asks for the list without a pause is dropped; every five seconds is right")
    func listedTooOften() throws {
        var (desk, peer) = try desk()
        for second in 0..<100 as Range<Int64> {
            let actions = desk.receive(.snapshotsRequest, from: peer, at: .seconds(5 * second))
            #expect(actions == [.look(for: peer)])
            #expect(desk.found([], for: peer).isEmpty)
        }
        for _ in 0..<3 { #expect(reason(desk.receive(.snapshotsRequest, from: peer, at: .seconds(499))) == nil) }
        let actions = desk.receive(.snapshotsRequest, from: peer, at: .seconds(499))
        #expect(reason(actions)?.contains("more than 4 times") == true)
        #expect(desk.receive(.snapshotsRequest, from: peer, at: .seconds(499)).isEmpty)
    }

    @Test("One piece is read for a peer at a time, in the order asked for; the next when it has left")
    func pieces() throws {
        var (desk, peer) = try desk()
        #expect(desk.receive(.chunkRequest(request(3)), from: peer, at: .zero) == [.read(request(3), for: peer)])
        #expect(desk.receive(.chunkRequest(request(1)), from: peer, at: .zero) == [])
        let sent = desk.read(request(3), [7, 7], for: peer)
        let response = ChunkResponse(
            height: 9, format: SnapshotFormat.number, index: 3, chunk: [7, 7], isMissing: false)
        #expect(sent == [.send(.chunkResponse(response), to: peer)])
        #expect(desk.receive(.chunkRequest(request(2)), from: peer, at: .zero) == [])
        #expect(desk.sent(1, on: .chunk, to: peer) == [.read(request(1), for: peer)])
        // What is not there is said to be missing, whatever was asked for.
        let missing = ChunkResponse(height: 9, format: SnapshotFormat.number, index: 1, chunk: nil, isMissing: true)
        #expect(desk.read(request(1), nil, for: peer) == [.send(.chunkResponse(missing), to: peer)])
        try missing.validate()
        #expect(desk.sent(1, on: .chunk, to: peer) == [.read(request(2), for: peer)])
        desk.disconnected(peer)
        #expect(desk.read(request(2), [1], for: peer) == [])
    }

    @Test("What no honest peer does ends the connection")
    func abuse() throws {
        var (desk, peer) = try desk()
        for _ in 0...SnapshotDesk.wantedMaximum {
            #expect(reason(desk.receive(.chunkRequest(request(0)), from: peer, at: .zero)) == nil)
        }
        #expect(
            reason(desk.receive(.chunkRequest(request(0)), from: peer, at: .zero))?.contains("more than 16 pieces")
                == true)

        (desk, peer) = try self.desk()
        #expect(reason(desk.receive(.snapshotsResponse(offer.message), from: peer, at: .zero)) != nil)
        (desk, peer) = try self.desk()
        let response = ChunkResponse(height: 9, format: 1, index: 0, chunk: [1], isMissing: false)
        #expect(reason(desk.receive(.chunkResponse(response), from: peer, at: .zero)) != nil)
    }

    @Test("A peer has all that it was offered twice, and 64 pieces besides")
    func twice() throws {
        var (desk, peer) = try desk()
        _ = desk.receive(.snapshotsRequest, from: peer, at: .zero)
        _ = desk.found([offer, offer], for: peer)
        for _ in 0..<2 * 10 + 64 {
            #expect(desk.receive(.chunkRequest(request(0)), from: peer, at: .zero) == [.read(request(0), for: peer)])
            #expect(desk.read(request(0), [1], for: peer).count == 1)
            #expect(desk.sent(1, on: .chunk, to: peer).isEmpty)
        }
        let last = desk.receive(.chunkRequest(request(0)), from: peer, at: .zero)
        #expect(reason(last)?.contains("more than 2 times") == true)
    }

    @Test("A peer without the channels says nothing that counts")
    func otherSoftware() throws {
        var desk = SnapshotDesk()
        let peer = try NodeID(String(repeating: "ab", count: 20))
        desk.connected(peer, channels: [.blockSync])
        #expect(desk.receive(.snapshotsRequest, from: peer, at: .zero).isEmpty)
        #expect(desk.found([offer], for: peer).isEmpty && desk.sent(1, on: .chunk, to: peer).isEmpty)
    }
}
