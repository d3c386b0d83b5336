import PeerProtocol

/// What a stranger does to a node on one connection.
package enum Mischief: Int, CaseIterable, Sendable {
    // Before the handshake is over.
    /// Bytes of chance instead of a handshake.
    case noise
    /// Nothing, from some stage of the handshake on.
    case silence
    /// A key of low order, with which the secret would be anybody's.
    case lowOrderKey
    /// Everything comes back as it was sent.
    case echo
    /// It claims to be another node, and has no signature of that.
    case falseSignature
    case infoTooLong
    case brokenInfoRule
    case falseName
    case foreignChain
    /// Somebody else than was called, and with a name of its own.
    case anotherNode
    // Behind a handshake as it should be.
    /// A frame with a bit that was flipped after it was sealed.
    case flippedFrame
    /// A frame that says it carries more than a frame can.
    case frameTooLong
    case noiseInFrames
    case packetTooLong
    case unknownChannel
    /// A message that does not end.
    case messageTooLong
    /// Bytes of chance as a message.
    case undecodable
    /// A message that can be decoded and breaks a rule of its kind.
    case brokenRule
    /// A message of one channel on another.
    case otherChannel
    /// A block that nobody asked for.
    case unaskedBlock
    // What is no fault of the protocol.
    /// Messages that are valid by themselves, and say what is not so.
    case nonsense
    case pings

    /// Whether a node must end the connection as soon as it has read everything.
    var isRefusedAtOnce: Bool {
        switch self {
        case .silence, .nonsense, .pings: false
        default: true
        }
    }

    /// Whether only who is called can do it.
    var isForCallee: Bool { self == .anotherNode }

    /// Whether this is why a node may end such a connection.
    func explains(_ error: PeerConnectionError) -> Bool {
        switch (self, error) {
        case (.noise, .handshake(.secretConnection(.ephemeralKey))), (.silence, .handshake(.timeout)),
            (.lowOrderKey, .handshake(.secretConnection(.lowOrderPoint))),
            (.echo, .handshake(.secretConnection(.frame(.notAuthentic)))),
            (.falseSignature, .handshake(.secretConnection(.challengeSignature))),
            (.infoTooLong, .handshake(.nodeInfo)), (.brokenInfoRule, .handshake(.nodeInfoRule)),
            (.falseName, .handshake(.falseName)), (.foreignChain, .handshake(.incompatible)),
            (.anotherNode, .handshake(.wrongNode)), (.flippedFrame, .connection(.frame(.notAuthentic))),
            (.frameTooLong, .connection(.frame(.length))),
            // What comes with the last of a handshake is opened with it.
            (.flippedFrame, .handshake(.secretConnection(.frame(.notAuthentic)))),
            (.frameTooLong, .handshake(.secretConnection(.frame(.length)))), (.packetTooLong, .connection(.delimiter)),
            (.noiseInFrames, .connection(.delimiter)), (.noiseInFrames, .connection(.packet)),
            (.noiseInFrames, .connection(.unknownChannel)), (.unknownChannel, .connection(.unknownChannel)),
            (.messageTooLong, .connection(.messageTooLarge)), (.undecodable, .connection(.message)),
            (.brokenRule, .connection(.message)), (.otherChannel, .connection(.message)),
            (.unaskedBlock, .connection(.message)), (.unaskedBlock, .connection(.unsolicitedBlock)),
            // More bytes of anything on the channel of blocks can only be a block.
            (.undecodable, .connection(.unsolicitedBlock)):
            true
        // Whoever is slow to say what is wrong is too slow, and a stranger answers no ping.
        case (_, .handshake(.timeout)), (_, .connection(.pongTimeout)): true
        default: false
        }
    }
}
