import Chain
import Foundation
import P2P
import PeerMessages
import PeerProtocol
import Testing
import Wire

/// A running node of CometBFT: `DAON_REFERENCE_PEER=id@host:port DAON_REFERENCE_CHAIN=chain`, with empty blocks about every
/// second.
private let peer = ProcessInfo.processInfo.environment["DAON_REFERENCE_PEER"]
private let chain = ProcessInfo.processInfo.environment["DAON_REFERENCE_CHAIN"]

@Suite("A node of CometBFT", .enabled(if: peer != nil && chain != nil), .timeLimit(.minutes(3)))
struct ReferenceNodeTests {
    @Test("It is met, tells its steps, and stays beyond the first pings")
    func stays() async throws {
        let location = try PeerLocation(parsing: ByteString(try #require(peer)))
        let ours = try await TestNetwork.start(7, chain: ByteString(try #require(chain)))
        try ours.network.dial(location, isPersistent: true)
        await ours.log.wait { events, _ in events.contains { $0.isConnected } }
        // 115 seconds: both sides have sent a ping, and waited for the answer as long as they do.
        await ours.log.wait { events, _ in
            let heights = events.compactMap { event -> Int64? in
                guard case .message(.consensus(.newRoundStep(let step)), _, _) = event else { return nil }
                return step.height.rawValue
            }
            guard let first = heights.first, let last = heights.last else { return false }
            return last - first >= 110
        }
        #expect(!ours.log.events.contains { $0.isDisconnected })
        let peers = await ours.network.peers()
        let information = try #require(peers.first)
        #expect(information.info.version.description.hasPrefix("0.38"))
        #expect(information.status.duration > .seconds(106))
        await ours.stop()
    }
}
