/// RIPEMD-160 (Dobbertin, Bosselaers and Preneel, 1996), for the addresses of secp256k1 keys alone.
package enum RIPEMD160 {
    /// What `hash` returns: always 20 bytes.
    package struct Digest: Sendable {
        package let bytes: [UInt8]

        fileprivate init(_ state: State) {
            let words = [state.a, state.b, state.c, state.d, state.e]
            bytes = words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(8 * $0)) } }
        }
    }

    /// The digest of these bytes.
    package static func hash(_ bytes: [UInt8]) -> Digest {
        var state = State(0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0)
        let message = padded(bytes)
        for start in stride(from: 0, to: message.count, by: 64) {
            state = compressed(state, words(message[start..<start + 64]))
        }
        return Digest(state)
    }

    /// As for MD4: one bit that is set, zeros, and the count of bits in eight bytes little-endian.
    private static func padded(_ bytes: [UInt8]) -> [UInt8] {
        var message = bytes
        message.append(0x80)
        message.append(contentsOf: repeatElement(0, count: (120 - message.count % 64) % 64))
        let bitCount = UInt64(bytes.count) &* 8
        message.append(contentsOf: (0..<8).map { UInt8(truncatingIfNeeded: bitCount >> UInt64(8 * $0)) })
        return message
    }

    private static func words(_ block: ArraySlice<UInt8>) -> [UInt32] {
        (0..<16).map { word in
            (0..<4).reversed().reduce(0) { $0 << 8 | UInt32(block[block.startIndex + 4 * word + $1]) }
        }
    }

    private static func compressed(_ state: State, _ words: [UInt32]) -> State {
        var left = state
        var right = state
        for step in 0..<80 {
            let round = step / 16
            left.turn(round, words[leftLine.words[step]], leftLine.constants[round], leftLine.shifts[step])
            right.turn(4 - round, words[rightLine.words[step]], rightLine.constants[round], rightLine.shifts[step])
        }
        return State(
            state.b &+ left.c &+ right.d, state.c &+ left.d &+ right.e, state.d &+ left.e &+ right.a,
            state.e &+ left.a &+ right.b, state.a &+ left.b &+ right.c)
    }

    /// The five chaining words.
    fileprivate struct State {
        var a: UInt32, b: UInt32, c: UInt32, d: UInt32, e: UInt32

        init(_ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32, _ e: UInt32) {
            (self.a, self.b, self.c, self.d, self.e) = (a, b, c, d, e)
        }

        mutating func turn(_ function: Int, _ word: UInt32, _ constant: UInt32, _ shift: UInt32) {
            let mixed =
                switch function {
                case 0: b ^ c ^ d
                case 1: b & c | ~b & d
                case 2: (b | ~c) ^ d
                case 3: b & d | c & ~d
                default: b ^ (c | ~d)
                }
            let turned = State.rotate(a &+ mixed &+ word &+ constant, shift) &+ e
            self = State(e, turned, b, State.rotate(c, 10), d)
        }

        private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
            word << count | word >> (32 - count)
        }
    }

    /// What one of the two parallel lines uses at each of its 80 steps and in each of its five rounds.
    private struct Line: Sendable {
        let constants: [UInt32]
        let words: [Int]
        let shifts: [UInt32]
    }

    private static let leftLine = Line(
        constants: [0, 0x5a82_7999, 0x6ed9_eba1, 0x8f1b_bcdc, 0xa953_fd4e],
        words: [
            0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
            7, 4, 13, 1, 10, 6, 15, 3, 12, 0, 9, 5, 2, 14, 11, 8,
            3, 10, 14, 4, 9, 15, 8, 1, 2, 7, 0, 6, 13, 11, 5, 12,
            1, 9, 11, 10, 0, 8, 12, 4, 13, 3, 7, 15, 14, 5, 6, 2,
            4, 0, 5, 9, 7, 12, 2, 10, 14, 1, 3, 8, 11, 6, 15, 13,
        ],
        shifts: [
            11, 14, 15, 12, 5, 8, 7, 9, 11, 13, 14, 15, 6, 7, 9, 8,
            7, 6, 8, 13, 11, 9, 7, 15, 7, 12, 15, 9, 11, 7, 13, 12,
            11, 13, 6, 7, 14, 9, 13, 15, 14, 8, 13, 6, 5, 12, 7, 5,
            11, 12, 14, 15, 14, 15, 9, 8, 9, 14, 5, 6, 8, 6, 5, 12,
            9, 15, 5, 11, 6, 8, 13, 12, 5, 12, 13, 14, 11, 8, 5, 6,
        ])

    private static let rightLine = Line(
        constants: [0x50a2_8be6, 0x5c4d_d124, 0x6d70_3ef3, 0x7a6d_76e9, 0],
        words: [
            5, 14, 7, 0, 9, 2, 11, 4, 13, 6, 15, 8, 1, 10, 3, 12,
            6, 11, 3, 7, 0, 13, 5, 10, 14, 15, 8, 12, 4, 9, 1, 2,
            15, 5, 1, 3, 7, 14, 6, 9, 11, 8, 12, 2, 10, 0, 4, 13,
            8, 6, 4, 1, 3, 11, 15, 0, 5, 12, 2, 13, 9, 7, 10, 14,
            12, 15, 10, 4, 1, 5, 8, 7, 6, 2, 13, 14, 0, 3, 9, 11,
        ],
        shifts: [
            8, 9, 9, 11, 13, 15, 15, 5, 7, 7, 8, 11, 14, 14, 12, 6,
            9, 13, 15, 7, 12, 8, 9, 11, 7, 7, 12, 7, 6, 15, 13, 11,
            9, 7, 15, 11, 8, 6, 6, 14, 12, 13, 5, 14, 13, 13, 7, 5,
            15, 5, 8, 11, 14, 14, 6, 14, 6, 9, 12, 9, 12, 5, 15, 8,
            8, 5, 12, 9, 12, 5, 14, 6, 8, 13, 6, 5, 15, 13, 11, 11,
        ])
}
