import CSecp256k1

/// Whether a secp256k1 signature is valid, with the verdicts of CometBFT's crypto/secp256k1.
enum Secp256k1Verification {
    static func isValid(_ signature: Signature, of message: [UInt8], by key: Secp256k1PublicKey) -> Bool {
        if signature.bytes.count != Signature.size { return false }
        let context = Secp256k1Context.shared.pointer
        var point = secp256k1_pubkey()
        if secp256k1_ec_pubkey_parse(context, &point, key.bytes, key.bytes.count) != 1 { return false }
        // CometBFT reads R and S modulo the group order; libsecp256k1 refuses what is not below it.
        let reduced = reduced(signature.bytes[..<32]) + reduced(signature.bytes[32...])
        var parsed = secp256k1_ecdsa_signature()
        if secp256k1_ecdsa_signature_parse_compact(context, &parsed, reduced) != 1 { return false }
        // Refuses zeros, and an S of the upper half, with which anyone could make a second signature from a first.
        return secp256k1_ecdsa_verify(context, &parsed, SHA256.hash(message).bytes, &point) == 1
    }

    /// The order of the group, big-endian (SEC 2 §2.4.1).
    private static let groupOrder: [UInt8] = [
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe,
        0xba, 0xae, 0xdc, 0xe6, 0xaf, 0x48, 0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36, 0x41, 0x41,
    ]

    /// The 32-byte number modulo the group order, of which it is less than the double.
    private static func reduced(_ number: ArraySlice<UInt8>) -> [UInt8] {
        if number.lexicographicallyPrecedes(groupOrder) { return Array(number) }
        var difference: [UInt8] = []
        var borrow: Int16 = 0
        for (digit, subtrahend) in zip(number.reversed(), groupOrder.reversed()) {
            let result = Int16(digit) - Int16(subtrahend) - borrow
            borrow = result < 0 ? 1 : 0
            difference.append(UInt8(truncatingIfNeeded: result))
        }
        return difference.reversed()
    }
}
