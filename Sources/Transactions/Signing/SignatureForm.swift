import Cryptography

/// Whether the bytes of a signature are in their one form, before anyone verifies it.
enum SignatureForm {
    /// SDK code 4 when the signature is not 64 bytes, or its numbers are not the smaller ones of two that mean the
    /// same: otherwise anyone could give a transaction another hash.
    static func check(_ signature: Signature, by key: PublicKey) throws(TransactionError) {
        if signature.bytes.count != Signature.size {
            throw TransactionError(
                .unauthorized, "signature: \(signature.bytes.count) bytes, expected \(Signature.size): unauthorized")
        }
        guard case .secp256k1 = key else { return }
        let r = signature.bytes[..<32], s = signature.bytes[32...]
        if halfOrder.lexicographicallyPrecedes(s) || !r.lexicographicallyPrecedes(order) {
            throw TransactionError(
                .unauthorized, "signature: S is in the upper half of its range; use the lower one: unauthorized")
        }
    }

    /// The order of secp256k1's group, big-endian (SEC 2 §2.4.1).
    private static let order: [UInt8] = [
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe,
        0xba, 0xae, 0xdc, 0xe6, 0xaf, 0x48, 0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36, 0x41, 0x41,
    ]
    /// Half of it, rounded down: the largest S that is taken (BIP-146).
    private static let halfOrder: [UInt8] = [
        0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0x5d, 0x57, 0x6e, 0x73, 0x57, 0xa4, 0x50, 0x1d, 0xdf, 0xe9, 0x2f, 0x46, 0x68, 0x1b, 0x20, 0xa0,
    ]
}
