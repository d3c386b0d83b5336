import Chain
import P2P
import PeerMessages
import PeerProtocol
import RPC
import Wire

extension NetInformation.Peer {
    /// What the RPC shows of a peer.
    init(_ peer: PeerInformation) {
        self.init(
            node: peer.info, isOutbound: peer.isOutbound, connection: ConnectionInformation(peer.status),
            remoteIP: ByteString(peer.remoteIP))
    }
}

extension ConnectionInformation {
    init(_ status: ConnectionStatus) {
        self.init(
            duration: status.duration, sent: Traffic(status.sent, at: status.time),
            received: Traffic(status.received, at: status.time),
            channels: status.channels.map { channel in
                Channel(
                    id: channel.id, queueCapacity: channel.queueCapacity, queueSize: channel.queueSize,
                    priority: channel.priority, recentlySent: channel.recentlySent)
            })
    }
}

extension ConnectionInformation.Traffic {
    init(_ meter: TrafficMeter, at now: Instant) {
        self.init(
            start: meter.start.wall, byteCount: meter.byteCount, sampleCount: meter.sampleCount,
            instantRate: meter.instantRate, currentRate: meter.currentRate, averageRate: meter.averageRate,
            peakRate: meter.peakRate, duration: meter.duration, idle: meter.idle(at: now), isActive: true)
    }
}
