package import PeerMessages

/// A message as it came, on the channel on which it came.
package struct ReceivedMessage: Hashable, Sendable {
    package let channel: ChannelID
    package let bytes: [UInt8]

    package init(channel: ChannelID, bytes: [UInt8]) {
        self.channel = channel
        self.bytes = bytes
    }
}
