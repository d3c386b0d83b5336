import CSodium

/// A point in the prime-order subgroup of edwards25519, in its canonical encoding.
struct EdwardsPoint: Equatable {
    /// The neutral element, (0, 1).
    static let identity = EdwardsPoint(bytes: [1] + [UInt8](repeating: 0, count: 31))

    private let bytes: [UInt8]

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Eight times the point with this encoding, or nil when it is none.
    ///
    /// libsodium's addition takes every encoding that ZIP-215 takes: with y not reduced, and with x zero and its sign
    /// set. Its multiplication does not, and wants points of the subgroup; three doublings lead there.
    init?(multiplyingByEight encoding: [UInt8]) {
        var point = encoding
        for _ in 0..<3 {
            guard let doubled = EdwardsPoint.sum(point, point) else { return nil }
            point = doubled
        }
        bytes = point
    }

    /// The multiple of the base point.
    init?(base scalar: EdwardsScalar) {
        // libsodium reports a result of the identity as an error.
        if scalar.isZero {
            self = .identity
            return
        }
        var result = [UInt8](repeating: 0, count: 32)
        if crypto_scalarmult_ed25519_base_noclamp(&result, scalar.bytes) != 0 { return nil }
        bytes = result
    }

    /// The multiple of this point. Never nil: a point of prime order has no other multiple that is the identity.
    func multiplied(by scalar: EdwardsScalar) -> EdwardsPoint? {
        if scalar.isZero || self == .identity { return .identity }
        var result = [UInt8](repeating: 0, count: 32)
        if crypto_scalarmult_ed25519_noclamp(&result, scalar.bytes, bytes) != 0 { return nil }
        return EdwardsPoint(bytes: result)
    }

    /// The sum; never nil, since both are points.
    func adding(_ other: EdwardsPoint) -> EdwardsPoint? {
        EdwardsPoint.sum(bytes, other.bytes).map(EdwardsPoint.init(bytes:))
    }

    private static func sum(_ left: [UInt8], _ right: [UInt8]) -> [UInt8]? {
        var result = [UInt8](repeating: 0, count: 32)
        return crypto_core_ed25519_add(&result, left, right) == 0 ? result : nil
    }
}
