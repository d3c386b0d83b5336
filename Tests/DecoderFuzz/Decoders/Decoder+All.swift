extension Decoder {
    /// Every decoder that bytes from outside reach. The number of a decoder is its place here: add at the end of a
    /// group's file, and old inputs of later groups change their meaning.
    static let all: [Decoder] =
        texts + cryptography + chain + peerMessages + abci + transactions + registry + peerProtocol + gateway
        + checkpoints
}
