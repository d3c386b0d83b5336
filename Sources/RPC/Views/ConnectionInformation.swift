package import Chain
package import JSON
package import PeerMessages
import Wire

/// What `/net_info` tells of a connection (CometBFT p2p/conn `ConnectionStatus`).
package struct ConnectionInformation: Sendable {
    /// What went in one direction.
    package struct Traffic: Sendable {
        package let start: Timestamp
        package let byteCount: Int64
        package let sampleCount: Int64
        /// In bytes a second, as the following.
        package let instantRate: Int64
        package let currentRate: Int64
        package let averageRate: Int64
        package let peakRate: Int64
        package let duration: Nanoseconds
        package let idle: Nanoseconds
        package let isActive: Bool

        package init(
            start: Timestamp, byteCount: Int64, sampleCount: Int64, instantRate: Int64, currentRate: Int64,
            averageRate: Int64, peakRate: Int64, duration: Nanoseconds, idle: Nanoseconds, isActive: Bool
        ) {
            self.start = start
            self.byteCount = byteCount
            self.sampleCount = sampleCount
            self.instantRate = instantRate
            self.currentRate = currentRate
            self.averageRate = averageRate
            self.peakRate = peakRate
            self.duration = duration
            self.idle = idle
            self.isActive = isActive
        }
    }

    /// What waits in one channel.
    package struct Channel: Sendable {
        package let id: ChannelID
        package let queueCapacity: Int
        package let queueSize: Int
        package let priority: Int
        /// Bytes, weighted by how long ago they were sent.
        package let recentlySent: Int64

        package init(id: ChannelID, queueCapacity: Int, queueSize: Int, priority: Int, recentlySent: Int64) {
            self.id = id
            self.queueCapacity = queueCapacity
            self.queueSize = queueSize
            self.priority = priority
            self.recentlySent = recentlySent
        }
    }

    package let duration: Nanoseconds
    package let sent: Traffic
    package let received: Traffic
    package let channels: [Channel]

    package init(duration: Nanoseconds, sent: Traffic, received: Traffic, channels: [Channel]) {
        self.duration = duration
        self.sent = sent
        self.received = received
        self.channels = channels
    }
}

// Names begin with capitals because CometBFT gives these fields none of their own.

extension ConnectionInformation: JSONEncodable {
    package var json: JSONValue {
        .members(
            ("Duration", .decimal(duration.rawValue)), ("SendMonitor", sent.json), ("RecvMonitor", received.json),
            ("Channels", .array(of: channels)))
    }
}

extension ConnectionInformation.Traffic: JSONEncodable {
    /// A connection is no transfer of a known size: nothing remains, no progress is made.
    package var json: JSONValue {
        .members(
            ("Start", start.json), ("Bytes", .decimal(byteCount)), ("Samples", .decimal(sampleCount)),
            ("InstRate", .decimal(instantRate)), ("CurRate", .decimal(currentRate)),
            ("AvgRate", .decimal(averageRate)), ("PeakRate", .decimal(peakRate)), ("BytesRem", .decimal(0)),
            ("Duration", .decimal(duration.rawValue)), ("Idle", .decimal(idle.rawValue)), ("TimeRem", .decimal(0)),
            ("Progress", .integer(0)), ("Active", .bool(isActive)))
    }
}

extension ConnectionInformation.Channel: JSONEncodable {
    package var json: JSONValue {
        .members(
            ("ID", .integer(id.rawValue)), ("SendQueueCapacity", .decimal(queueCapacity)),
            ("SendQueueSize", .decimal(queueSize)), ("Priority", .decimal(priority)),
            ("RecentlySent", .decimal(recentlySent)))
    }
}
