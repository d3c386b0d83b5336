/// The permutation Keccak-f[1600] (FIPS 202 §3).
enum Keccak {
    /// Bytes of the state.
    static let size = 200
    private static let lanes = 25

    private static let roundConstants: [UInt64] = [
        0x0000_0000_0000_0001, 0x0000_0000_0000_8082, 0x8000_0000_0000_808a, 0x8000_0000_8000_8000,
        0x0000_0000_0000_808b, 0x0000_0000_8000_0001, 0x8000_0000_8000_8081, 0x8000_0000_0000_8009,
        0x0000_0000_0000_008a, 0x0000_0000_0000_0088, 0x0000_0000_8000_8009, 0x0000_0000_8000_000a,
        0x0000_0000_8000_808b, 0x8000_0000_0000_008b, 0x8000_0000_0000_8089, 0x8000_0000_0000_8003,
        0x8000_0000_0000_8002, 0x8000_0000_0000_0080, 0x0000_0000_0000_800a, 0x8000_0000_8000_000a,
        0x8000_0000_8000_8081, 0x8000_0000_0000_8080, 0x0000_0000_8000_0001, 0x8000_0000_8000_8008,
    ]

    /// How far the lane at x + 5y turns (ρ, FIPS 202 table 2).
    private static let rotations: [UInt64] = [
        0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14,
    ]

    /// Permutes the 25 lanes in place.
    static func permute(_ state: UnsafeMutablePointer<UInt64>) {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: lanes + 5) { scratch in
            for constant in roundConstants { round(state, scratch, constant) }
            // What passed through here could be turned back into what was absorbed.
            scratch.update(repeating: 0)
        }
    }

    private static func round(
        _ state: UnsafeMutablePointer<UInt64>, _ scratch: UnsafeMutableBufferPointer<UInt64>, _ constant: UInt64
    ) {
        // θ
        for x in 0..<5 { scratch[lanes + x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20] }
        for x in 0..<5 {
            let mixed = scratch[lanes + (x + 4) % 5] ^ turned(scratch[lanes + (x + 1) % 5], 1)
            for y in 0..<5 { state[x + 5 * y] ^= mixed }
        }
        // ρ and π
        for x in 0..<5 {
            for y in 0..<5 {
                scratch[y + 5 * ((2 * x + 3 * y) % 5)] = turned(state[x + 5 * y], rotations[x + 5 * y])
            }
        }
        // χ
        for y in 0..<5 {
            for x in 0..<5 {
                let next = scratch[(x + 1) % 5 + 5 * y], afterNext = scratch[(x + 2) % 5 + 5 * y]
                state[x + 5 * y] = scratch[x + 5 * y] ^ (~next & afterNext)
            }
        }
        // ι
        state[0] ^= constant
    }

    private static func turned(_ lane: UInt64, _ count: UInt64) -> UInt64 {
        // For a count of zero the second term is zero: Swift's shifts by the whole width are.
        lane << count | lane >> (64 - count)
    }
}
