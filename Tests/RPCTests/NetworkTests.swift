import Chain
import JSON
import PeerMessages
import RPC
import Testing
import Wire

@Suite("Connections and the fault budget as clients see them")
struct NetworkTests {
    @Test("A peer is shown with its connection")
    func peer() {
        let traffic = ConnectionInformation.Traffic(
            start: .unixEpoch, byteCount: 1, sampleCount: 2, instantRate: 3, currentRate: 4, averageRate: 5,
            peakRate: 6,
            duration: Nanoseconds(7), idle: Nanoseconds(8), isActive: true)
        let monitor =
            #"{"Start":"1970-01-01T00:00:00Z","Bytes":"1","Samples":"2","InstRate":"3","CurRate":"4","AvgRate":"5","#
            + #""PeakRate":"6","BytesRem":"0","Duration":"7","Idle":"8","TimeRem":"0","Progress":0,"Active":true}"#
        let connection = ConnectionInformation(
            duration: Nanoseconds(9), sent: traffic, received: traffic,
            channels: [.init(id: .mempool, queueCapacity: 1, queueSize: 0, priority: 5, recentlySent: 220)])
        let channel = #"{"ID":48,"SendQueueCapacity":"1","SendQueueSize":"0","Priority":"5","RecentlySent":"220"}"#
        let expected =
            #"{"Duration":"9","SendMonitor":\#(monitor),"RecvMonitor":\#(monitor),"Channels":[\#(channel)]}"#
        #expect("\(connection.json)" == expected)
    }

    @Test("The fault budget is an object of its own behind what CometBFT shows")
    func faultBudget() throws {
        let status = try StubNode().status()
        let budget = FaultBudgetInformation(
            model: .byzantine, quorum: "more than 2/3", validators: 4, online: 3, isQuorumOnline: true,
            canLoseNow: 0, haltsIfLost: ["a"])
        let extended = StatusInformation(
            node: status.node, latest: status.latest, earliest: status.earliest, isCatchingUp: false,
            publicKey: status.publicKey, votingPower: 1, faultBudget: budget)
        let expected =
            #","fault_budget":{"model":"byzantine","quorum":"more than 2/3","validators":4,"online":3,"#
            + #""quorum_online":true,"can_lose_now":0,"halts_if_lost":["a"]}}"#
        #expect("\(extended.json)" == "\(status.json)".dropLast() + expected)
    }
}
