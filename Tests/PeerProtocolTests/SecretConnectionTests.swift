import Chain
import Cryptography
import Testing
import Wire

@testable import PeerProtocol

@Suite("Secret connections")
struct SecretConnectionTests {
    /// The first handshake of CometBFT v0.38's `secret_connection.json`.
    private enum Known {
        static let left = "f6aad94766dbadfd7e29d751995106b93fcf6866fad029ffb6b8e081e0ef5603"
        static let right = "6ad3db8aaeb56aad91c223a0e3bfe3781fd48f6b7aab30005aacbc6c6027a4ae"
        static let leftPublic = "91b2ff324bbdb89ad925a45889fa50b075143c3ab96e87a83fd4f48cdfd4404d"
        static let challenge = "ef041a8b68e3e4f5cab568c0490854838fbbd8c1da7494edf6c61999c6320107"
        static let leftReceiving = "0ce28a9a6d931def3f3ac5cd366837544117b99797751848178e511f03c29aae"
        static let leftSending = "f9051d1a11982932a60e3cbccaa185e52e014b92c6c73930d44c606f2d53e3e6"
    }

    private func key(_ digits: String) throws -> ChaCha20Poly1305 {
        let bytes = try hex(digits)
        return try #require(ChaCha20Poly1305(bytes.withUnsafeBytes { SecretBytes($0) }))
    }

    @Test("Two ephemeral keys agree on CometBFT's keys and challenge, from either side")
    func keys() throws {
        let left = try #require(X25519PrivateKey(try hex(Known.left)))
        let right = try #require(X25519PrivateKey(try hex(Known.right)))
        #expect(left.publicKey.bytes == (try hex(Known.leftPublic)))
        let leftKeys = try SessionKeys(own: left, peer: right.publicKey)
        let rightKeys = try SessionKeys(own: right, peer: left.publicKey)
        #expect(leftKeys.challenge == (try hex(Known.challenge)))
        #expect(rightKeys.challenge == leftKeys.challenge)
        for (ours, theirs, known) in [
            (leftKeys.sending, rightKeys.receiving, Known.leftSending),
            (rightKeys.sending, leftKeys.receiving, Known.leftReceiving),
        ] {
            var sealed: [UInt8] = [], again: [UInt8] = [], opened: [UInt8] = []
            var sealer = FrameSealer(ours), knownSealer = FrameSealer(try key(known)), opener = FrameOpener(theirs)
            try sealer.seal([1, 2, 3], appendingTo: &sealed)
            try knownSealer.seal([1, 2, 3], appendingTo: &again)
            #expect(sealed == again)
            let used = try open(&opener, sealed, &opened)
            #expect(used == FrameFormat.sealedSize && opened == [1, 2, 3])
        }
    }

    private func open(
        _ opener: inout FrameOpener, _ sealed: [UInt8], _ opened: inout [UInt8]
    ) throws(FrameError) -> Int {
        var copy = opener, bytes = opened
        let result = sealed.withUnsafeBytes { sealed in
            Result { () throws(FrameError) -> Int in try copy.open(sealed, appendingTo: &bytes) }
        }
        (opener, opened) = (copy, bytes)
        return try result.get()
    }

    /// Every point of low order of Curve25519, in each of its encodings below 2^255 (cr.yp.to/ecdh.html).
    @Test(
        "A key of low order is refused",
        arguments: [
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        ])
    func lowOrder(point: String) throws {
        let key = try X25519PrivateKey.test(1)
        let bytes = try hex(point)
        #expect(throws: SecretConnectionError.lowOrderPoint) {
            _ = try SessionKeys(own: key, peer: try #require(X25519PublicKey(bytes)))
        }
        var exchange = EphemeralExchange(key)
        #expect(throws: SecretConnectionError.lowOrderPoint) {
            _ = try ([0x22, 0x0a, 0x20] + bytes).withUnsafeBytes {
                try exchange.receive($0, identity: try .test(1))
            }
        }
    }

    @Test("What is sealed comes out again, whatever its size and however it is cut")
    func frames() throws {
        let key = try key(Known.leftSending)
        var generator = SeededGenerator(state: 5)
        var sealer = FrameSealer(key), opener = FrameOpener(key)
        for size in [0, 1, 1023, 1024, 1025, 2048, 5000] {
            let message = generator.bytes(size)
            var sealed: [UInt8] = [], opened: [UInt8] = []
            try sealer.seal(message, appendingTo: &sealed)
            #expect(sealed.count == FrameSealer.sealedSize(of: size))
            var queue: [UInt8] = []
            while !sealed.isEmpty {
                let chunk = sealed.prefix(Int.random(in: 1...2000, using: &generator))
                sealed.removeFirst(chunk.count)
                queue += chunk
                queue.removeFirst(try open(&opener, queue, &opened))
            }
            #expect(queue.isEmpty && opened == message)
        }
    }

    @Test("A frame of which one bit is another, that comes twice or too early, is refused")
    func changedFrames() throws {
        let key = try key(Known.leftSending)
        var sealed: [UInt8] = []
        var sealer = FrameSealer(key)
        try sealer.seal([UInt8](repeating: 7, count: 1025), appendingTo: &sealed)
        let first = Array(sealed[..<FrameFormat.sealedSize]), second = Array(sealed[FrameFormat.sealedSize...])
        for bit in 0..<(8 * first.count) {
            var changed = first
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            var opener = FrameOpener(key), opened: [UInt8] = []
            #expect(throws: FrameError.notAuthentic) { _ = try self.open(&opener, changed, &opened) }
            #expect(opened.isEmpty)
        }
        var opener = FrameOpener(key), opened: [UInt8] = []
        #expect(throws: FrameError.notAuthentic) { _ = try self.open(&opener, second, &opened) }
        _ = try open(&opener, first, &opened)
        #expect(throws: FrameError.notAuthentic) { _ = try self.open(&opener, first, &opened) }
        #expect(try open(&opener, second, &opened) == second.count)
        #expect(opened.count == 1025)
    }

    @Test("A frame that says it carries more than a frame can is refused")
    func longFrame() throws {
        let key = try key(Known.leftSending)
        for length in [UInt32(1025), .max] {
            let plain =
                (0..<4).map { UInt8(truncatingIfNeeded: length >> UInt32(8 * $0)) } + [UInt8](repeating: 0, count: 1024)
            var sealed = [UInt8](repeating: 0, count: FrameFormat.sealedSize)
            sealed.withUnsafeMutableBytes { sealed in
                plain.withUnsafeBytes { key.seal($0, nonce: 0, into: sealed) }
            }
            var opener = FrameOpener(key), opened: [UInt8] = []
            #expect(throws: FrameError.length(length)) { _ = try self.open(&opener, sealed, &opened) }
        }
    }

    @Test("The last nonce is used, and no frame follows it in either direction")
    func nonces() throws {
        let key = try key(Known.leftSending)
        var sealer = FrameSealer(key, nonce: .max), opener = FrameOpener(key, nonce: .max)
        var sealed: [UInt8] = [], opened: [UInt8] = []
        try sealer.seal([1], appendingTo: &sealed)
        #expect(try open(&opener, sealed, &opened) == sealed.count)
        #expect(throws: FrameError.nonceOverflow) { try sealer.seal([1], appendingTo: &sealed) }
        let frame = sealed
        #expect(throws: FrameError.nonceOverflow) { _ = try self.open(&opener, frame, &opened) }
    }

    // MARK: The steps

    private typealias Step = (authentication: Authentication, proof: [UInt8], keys: SessionKeys)

    /// A connection that waits for the other side's proof.
    private func authenticating(_ own: UInt8, _ peer: UInt8) throws -> Step {
        let ownKey = try X25519PrivateKey.test(own), peerKey = try X25519PrivateKey.test(peer)
        var exchange = EphemeralExchange(ownKey)
        let opening = EphemeralExchange(peerKey).opening
        let next = try opening.withUnsafeBytes { try exchange.receive($0, identity: try .test(own)) }
        var authentication = try #require(next)
        let proof = try authentication.proof()
        return (authentication, proof, try SessionKeys(own: ownKey, peer: peerKey.publicKey))
    }

    @Test("The opening is 35 bytes, of which each prefix is waited on and nothing beyond is read")
    func opening() throws {
        let opening = EphemeralExchange(try .test(2)).opening
        #expect(opening.count == 35 && opening.prefix(3) == [0x22, 0x0a, 0x20])
        for length in 0..<opening.count {
            var exchange = EphemeralExchange(try .test(1))
            let early = try opening[..<length].withUnsafeBytes { try exchange.receive($0, identity: try .test(1)) }
            #expect(early == nil)
            let late = try opening[length...].withUnsafeBytes { try exchange.receive($0, identity: try .test(1)) }
            #expect(late != nil)
        }
        var left = EphemeralExchange(try .test(1))
        let right = try authenticating(2, 1)
        let next = try (opening + right.proof).withUnsafeBytes { try left.receive($0, identity: try .test(1)) }
        var authentication = try #require(next)
        let connection = try [UInt8]().withUnsafeBytes { try authentication.receive($0) }
        #expect(connection?.peer == (try Ed25519PrivateKey.test(2).publicKey))
    }

    @Test("An opening that is none is refused")
    func wrongOpening() throws {
        for bytes in [
            [0xff, 0xff, 0x03], [0x00], [0x02, 0x0a, 0x00], [0x21, 0x0a, 0x1f] + [UInt8](repeating: 9, count: 31),
            [UInt8](repeating: 0xff, count: 12), [0x02, 0x08, 0x01],
        ] as [[UInt8]] {
            var exchange = EphemeralExchange(try .test(1))
            let error = #expect(throws: SecretConnectionError.self) {
                _ = try bytes.withUnsafeBytes { try exchange.receive($0, identity: try .test(1)) }
            }
            guard case .ephemeralKey = error else {
                Issue.record("\(bytes): \(String(describing: error))")
                continue
            }
        }
    }

    @Test("Who signs the challenge is the peer; who signs something else is not")
    func proofs() throws {
        let identity = try Ed25519PrivateKey.test(2)
        let challenge = try authenticating(1, 2).keys.challenge
        func receive(_ message: [UInt8]) throws -> Ed25519PublicKey? {
            var left = try authenticating(1, 2)
            let keys = try authenticating(2, 1).keys
            var sealed: [UInt8] = [], sealer = FrameSealer(keys.sending)
            try sealer.seal(message, appendingTo: &sealed)
            return try sealed.withUnsafeBytes { try left.authentication.receive($0) }?.peer
        }
        func message(_ key: PublicKey, _ signature: Signature) -> [UInt8] {
            AuthenticationMessage(key: key, signature: signature).delimitedProtobuf
        }
        let key = PublicKey.ed25519(identity.publicKey)
        #expect(try receive(message(key, identity.sign(challenge))) == identity.publicKey)
        #expect(throws: SecretConnectionError.challengeSignature) {
            _ = try receive(message(key, identity.sign(challenge + [0])))
        }
        #expect(throws: SecretConnectionError.challengeSignature) { _ = try receive(message(key, .empty)) }
        #expect(throws: SecretConnectionError.challengeSignature) {
            _ = try receive(message(.ed25519(try Ed25519PrivateKey.test(3).publicKey), identity.sign(challenge)))
        }
        let account = try #require(Secp256k1PrivateKey([UInt8](repeating: 1, count: 32)))
        #expect(throws: SecretConnectionError.keyType("secp256k1")) {
            _ = try receive(message(.secp256k1(account.publicKey), account.sign(challenge)))
        }
        // The identity, for which anybody can sign.
        let nobody = try #require(Ed25519PublicKey([1] + [UInt8](repeating: 0, count: 31)))
        #expect(throws: SecretConnectionError.unidentifyingKey) {
            _ = try receive(message(.ed25519(nobody), Signature([1] + [UInt8](repeating: 0, count: 63))))
        }
        for wrong in [[0x81, 0x08], [0x02, 0x0a, 0x00], [0x00], [0x04, 0x0a, 0x02, 0x0a, 0x00]] as [[UInt8]] {
            let error = #expect(throws: SecretConnectionError.self) { _ = try receive(wrong) }
            guard case .authentication = error else {
                Issue.record("\(wrong): \(String(describing: error))")
                continue
            }
        }
    }

    @Test("The authentication message survives its wire form, and no bytes trap its decoder")
    func authenticationMessage() throws {
        let key = try Ed25519PrivateKey.test(1)
        let message = AuthenticationMessage(key: .ed25519(key.publicKey), signature: key.sign([1]))
        let bytes = message.protobuf
        #expect(bytes.count == 102)
        #expect(try AuthenticationMessage(protobuf: bytes) == message)
        for length in 0..<bytes.count {
            if let cut = try? AuthenticationMessage(protobuf: Array(bytes[..<length])) { #expect(cut != message) }
        }
        var generator = SeededGenerator(state: 3)
        for _ in 0..<2000 {
            let random = generator.bytes(Int.random(in: 0..<120, using: &generator))
            if let read = try? AuthenticationMessage(protobuf: random) {
                #expect(try AuthenticationMessage(protobuf: read.protobuf) == read)
            }
        }
    }
}
