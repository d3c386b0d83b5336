import PeerMessages

/// The message of one channel that is being received.
struct ReceivingChannel: Sendable {
    let id: ChannelID
    private let bytesMaximum: Int
    private var message: [UInt8] = []

    init(_ description: ChannelDescription) {
        id = description.id
        bytesMaximum = description.messageBytesMaximum
    }

    /// Adds a piece.
    ///
    /// - Returns: The message, when this was its last piece.
    mutating func receive(
        _ data: [UInt8], isLast: Bool, expectsBlocks: Bool
    ) throws(ConnectionError) -> [UInt8]? {
        if id == .blockSync && !expectsBlocks && message.count + data.count > Packet.dataBytesMaximum {
            throw .unsolicitedBlock
        }
        // The maximum itself is allowed.
        if data.count > bytesMaximum - message.count { throw .messageTooLarge(id, maximum: bytesMaximum) }
        if message.isEmpty {
            message = data
        } else {
            message.append(contentsOf: data)
        }
        if !isLast { return nil }
        defer { message = [] }
        return message
    }
}
