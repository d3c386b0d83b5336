import CSodium

/// The arithmetic that a dishonest signer needs.
enum Ed25519Arithmetic {
    /// 64 random bytes as a scalar.
    static func reduced(_ bytes: [UInt8]) -> [UInt8] {
        output { crypto_core_ed25519_scalar_reduce($0, bytes) }
    }

    /// The multiple of the base point.
    static func multiple(_ scalar: [UInt8]) -> [UInt8] {
        output { check(crypto_scalarmult_ed25519_base_noclamp($0, scalar)) }
    }

    static func sum(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        output { check(crypto_core_ed25519_add($0, left, right)) }
    }

    static func product(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        output { crypto_core_ed25519_scalar_mul($0, left, right) }
    }

    static func scalarSum(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        output { crypto_core_ed25519_scalar_add($0, left, right) }
    }

    /// SHA-512(R || A || message) as a scalar.
    static func challenge(_ commitment: [UInt8], _ key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        let text = commitment + key + message
        var digest = [UInt8](repeating: 0, count: 64)
        crypto_hash_sha512(&digest, text, UInt64(text.count))
        return reduced(digest)
    }

    private static func output(_ fill: (UnsafeMutablePointer<UInt8>) -> Void) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            if let start = buffer.baseAddress { fill(start) }
            count = 32
        }
    }

    private static func check(_ result: Int32) {
        if result != 0 { preconditionFailure("libsodium takes points of the curve") }
    }
}

/// The points of edwards25519 whose order divides eight, and all their encodings.
enum SmallOrderPoint {
    /// One encoding for each of the eight, the neutral element first: multiples of a point of order eight.
    static let canonical: [[UInt8]] = {
        var points: [[UInt8]] = [neutral]
        for _ in 1..<8 { points.append(Ed25519Arithmetic.sum(points[points.count - 1], ofOrderEight)) }
        return points
    }()

    /// The fourteen encodings: the eight, and those with y not reduced or with a sign on x zero.
    static let encodings: [[UInt8]] = canonical + extra

    private static let neutral: [UInt8] = [1] + [UInt8](repeating: 0, count: 31)

    private static let ofOrderEight: [UInt8] = [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
        0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
    ]

    private static let extra: [[UInt8]] = {
        let middle = [UInt8](repeating: 0xff, count: 30)
        let zeros = [UInt8](repeating: 0, count: 30)
        return [
            [0x01] + zeros + [0x80],  // y = 1, sign set
            [0xec] + middle + [0xff],  // y = -1, sign set
            [0xee] + middle + [0x7f],  // y = p + 1
            [0xee] + middle + [0xff],  // y = p + 1, sign set
            [0xed] + middle + [0x7f],  // y = p
            [0xed] + middle + [0xff],  // y = p, sign set
        ]
    }()
}
