extension Sequence<UInt8> {
    /// The CRC-32C (Castagnoli, RFC 3720 §B.4) of the bytes: of "123456789" it is E3069283.
    package var crc32c: UInt32 {
        ~reduce(~0) { remainder, byte in
            table[Int(truncatingIfNeeded: remainder ^ UInt32(byte)) & 0xFF] ^ remainder >> 8
        }
    }
}

/// The remainder of each byte, bits reversed as the algorithm has them.
private let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(byte) { remainder, _ in
        remainder & 1 == 0 ? remainder >> 1 : remainder >> 1 ^ 0x82F6_3B78
    }
}
