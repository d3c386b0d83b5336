import Chain
import Cryptography

/// Where our last signatures stand in the log, so that each waits for its own record and not for those behind it.
struct OwnSignatures: Sendable {
    /// A height takes three, and a few more with each further round. One that is forgotten waits for the last one.
    private static let countMaximum = 16

    private var places: [(signature: Signature, position: LogPosition)] = []

    mutating func note(_ signature: Signature, at position: LogPosition) {
        if places.count >= OwnSignatures.countMaximum { places.removeFirst() }
        places.append((signature, position))
    }

    func position(of signature: Signature) -> LogPosition? {
        places.last { $0.signature == signature }?.position
    }
}
