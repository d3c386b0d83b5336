import Cryptography
import PeerProtocol
import Wire

/// `secret_connection.json`: how two nodes come to keys, prove who they are, and seal what they say; and the transcripts under
/// it.
enum PeerHandshakeVectors {
    static func run(_ file: VectorMember, _ checker: inout Checker) {
        checker.each(file["cases"], handshake)
        if file.has("merlin") { checker.each(file["merlin"], transcript) }
    }

    /// One end of a handshake.
    private struct End {
        let identity: Ed25519PrivateKey
        let ephemeral: X25519PrivateKey
        let sent: [UInt8]
        let vector: VectorMember

        init(_ vector: VectorMember) throws {
            guard let identity = Ed25519PrivateKey(seed: try vector["identity_seed"].hex()) else {
                throw vector["identity_seed"].wrong("a seed of 32 bytes")
            }
            guard let ephemeral = X25519PrivateKey(try vector["ephemeral_priv"].hex()) else {
                throw vector["ephemeral_priv"].wrong("a key of 32 bytes")
            }
            self.identity = identity
            self.ephemeral = ephemeral
            self.vector = vector
            sent = try vector["handshake_bytes_sent"].hex()
        }
    }

    private static func handshake(_ vector: VectorMember, _ checker: inout Checker) throws {
        let (left, right) = (try End(vector["A"]), try End(vector["B"]))
        let secret = left.ephemeral.sharedSecret(with: right.ephemeral.publicKey)
        checker.expect(
            "shared secret", bytes: try vector["dh_secret"].hex(), secret?.withUnsafeBytes { Array($0) } ?? [])
        let isLower = left.ephemeral.publicKey < right.ephemeral.publicKey
        checker.expect("order of keys", try vector["a_is_lower"].bool(), isLower)
        let keys = try SessionKeys(own: left.ephemeral, peer: right.ephemeral.publicKey)
        checker.expect("challenge", bytes: try vector["challenge"].hex(), keys.challenge)
        try expect("sending key", vector["a_send_key"], keys.sending, &checker)
        try expect("receiving key", vector["a_recv_key"], keys.receiving, &checker)

        var ends = [try connect(left, to: right, keys, &checker), try connect(right, to: left, keys, &checker)]
        for frame in try vector["frames_after_handshake"].elements() {
            let sender = try frame["from"].text() == "A" ? 0 : 1
            let plaintext = try frame["plaintext"].hex(), wire = try frame["wire"].hex()
            var sealed: [UInt8] = []
            try ends[sender].seal(plaintext, appendingTo: &sealed)
            checker.expect("size sealed", wire.count, sealed.count)
            checker.expect(
                "sealed", bytes: withoutPadding(wire, plaintext.count), withoutPadding(sealed, plaintext.count))
            try wire.withUnsafeBytes { try ends[1 - sender].receive($0) }
            checker.expect("opened", bytes: plaintext, ends[1 - sender].takeOpened())
        }
    }

    /// Compares what one end sends, and lets it hear what the other sent.
    private static func connect(
        _ end: End, to other: End, _ keys: SessionKeys, _ checker: inout Checker
    ) throws -> SecretConnection {
        checker.expect(
            "ephemeral key", bytes: try end.vector["ephemeral_pub"].hex(), end.ephemeral.publicKey.bytes)
        checker.expect(
            "identity", bytes: try end.vector["identity_pub"].hex(), end.identity.publicKey.bytes)
        checker.expect(
            "signature of the challenge", bytes: try end.vector["challenge_signature"].hex(),
            end.identity.sign(keys.challenge).bytes)
        var exchange = EphemeralExchange(end.ephemeral)
        let opening = exchange.opening
        checker.expect("length of the opening", try end.vector["ephemeral_msg_len"].integer(), opening.count)
        guard
            var authentication = try other.sent.withUnsafeBytes({ try exchange.receive($0, identity: end.identity) })
        else { throw other.vector["handshake_bytes_sent"].wrong("a whole handshake") }
        checker.expect("handshake", bytes: end.sent, opening + (try authentication.proof()))
        guard let connection = try [UInt8]().withUnsafeBytes({ try authentication.receive($0) }) else {
            throw other.vector["handshake_bytes_sent"].wrong("a whole handshake")
        }
        checker.expect("the peer's key", other.identity.publicKey, connection.peer)
        return connection
    }

    /// The frames of so many bytes without what CometBFT's padding decides: it sends what its buffer held before, we send
    /// zeros. The cipher of what stands before the padding does not depend on it; the tag behind does.
    private static func withoutPadding(_ sealed: [UInt8], _ count: Int) -> [UInt8] {
        stride(from: 0, to: sealed.count, by: FrameFormat.sealedSize).enumerated().flatMap { index, start in
            let carried = min(FrameFormat.dataBytesMaximum, count - index * FrameFormat.dataBytesMaximum)
            let isWhole = carried == FrameFormat.dataBytesMaximum
            return sealed[start...].prefix(isWhole ? FrameFormat.sealedSize : 4 + max(0, carried))
        }
    }

    /// Keys do not show themselves; what they seal does.
    private static func expect(
        _ subject: String, _ vector: VectorMember, _ key: ChaCha20Poly1305, _ checker: inout Checker
    ) throws {
        guard let wanted = ChaCha20Poly1305(try vector.hex().withUnsafeBytes { SecretBytes($0) }) else {
            throw vector.wrong("a key of 32 bytes")
        }
        checker.expect("\(subject), by what it seals", bytes: try seal(wanted), try seal(key))
    }

    private static func seal(_ key: ChaCha20Poly1305) throws -> [UInt8] {
        var sealer = FrameSealer(key), sealed: [UInt8] = []
        try sealer.seal([1], appendingTo: &sealed)
        return sealed
    }

    private static func transcript(_ vector: VectorMember, _ checker: inout Checker) throws {
        var transcript = MerlinTranscript(try vector["transcript_label"].text())
        for operation in try vector["ops"].elements() {
            let label = try operation["label"].text(), data = try operation["data"].hex()
            if try operation["op"].text() == "append" {
                transcript.append(data, as: label)
            } else {
                let count = try operation["len"].integer(Int.self)
                checker.expect("challenge", bytes: data, transcript.challenge(label, count: count))
            }
        }
    }
}
