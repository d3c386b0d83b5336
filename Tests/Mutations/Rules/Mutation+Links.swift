// What a connection promises: who is at the other end, that its messages are what was sent, and that it ends when they cannot
// be. Noticed in worlds whose nodes talk in bytes.
extension Mutation {
    private static let places = [Place(links: "wire")]
    private static let handshakeFile = "Sources/PeerProtocol/Handshake/PeerHandshake.swift"
    private static let multiplexFile = "Sources/PeerProtocol/Multiplex/MultiplexConnection.swift"
    private static let openerFile = "Sources/PeerProtocol/Frames/FrameOpener.swift"

    static let links = [
        Mutation(
            "peer-unauthenticated", "a peer need not have signed the exchange of keys", in: places,
            Change(
                "Sources/PeerProtocol/SecretConnection/Authentication.swift",
                "        if !key.verify(message.signature, of: challenge) { throw .challengeSignature }\n", "")),
        Mutation(
            "peer-not-called", "somebody else may answer than was called", in: places,
            Change(
                handshakeFile,
                "if let dialed, dialed != answered { throw .wrongNode",
                "if let dialed, dialed != dialed { throw .wrongNode")),
        Mutation(
            "peer-name", "a peer may call itself by another's name", in: places,
            Change(
                handshakeFile,
                "if ByteString(proven.text) != info.id { throw .falseName(claimed: info.id.description, proven: proven) }",
                "")),
        Mutation(
            "handshake-endless", "a handshake may take for ever", in: places,
            Change(
                handshakeFile, "if now.monotonic >= deadline {", "if now.monotonic >= deadline && deadline < .zero {")),
        Mutation(
            "frame-unauthentic", "a frame that was changed is passed over", in: places,
            Change(
                openerFile, "if !key.open(frame, nonce: nonce, into: plain) { return .notAuthentic }",
                "if !key.open(frame, nonce: nonce, into: plain) { return nil }")),
        Mutation(
            "frame-nonce", "a frame is opened with the nonce of the one before", in: places,
            Change(openerFile, "self.nonce = nonce == .max ? nil : nonce + 1", "self.nonce = nonce")),
        Mutation(
            "message-bound", "a message may be longer than its channel's bound", in: places,
            Change(
                "Sources/PeerProtocol/Multiplex/ReceivingChannel.swift",
                "        if data.count > bytesMaximum - message.count { throw .messageTooLarge(id, maximum: bytesMaximum) }\n",
                "")),
        Mutation(
            "message-rules", "a message may break the rules of its kind", in: places,
            Change(
                "Sources/PeerProtocol/Messages/MessageIntake.swift", "            try read.validate(limits)\n", "")),
        Mutation(
            "message-cut", "a message ends with its first piece", in: places,
            Change(
                "Sources/PeerProtocol/Multiplex/SendingChannel.swift", "let isLast = end == message.count",
                "let isLast = end >= min(1, message.count)")),
        Mutation(
            "block-unasked", "a block may come that nobody asked for", in: places,
            Change(
                "Sources/PeerMessages/BlockSync/BlockResponseFilter.swift",
                "case .neverAsked: throw .invalid(\"unsolicited BlockResponse: blocksync not active\")",
                "case .neverAsked: try signatures.validate()")),
        Mutation(
            "pong-never", "a ping is not answered", in: places,
            Change(multiplexFile, "        case .ping: owesPong = true\n", "        case .ping: owesPong = false\n")),
        Mutation(
            "sent-untold", "the engine is not told what has left", in: places,
            Change(
                multiplexFile,
                "if sending[index].writePacket(into: &writer) { taken[sending[index].description.id, default: 0] += 1 }",
                "_ = sending[index].writePacket(into: &writer)")),
        Mutation(
            "lost-not-called", "a peer that was lost is not called again", in: places,
            Change(
                "Sources/PeerProtocol/Directing/PeerDirector.swift",
                "        if let peer = connection.peer { peers[peer] = nil }\n", "")),
    ]
}
