import Chain
import Cryptography
import PeerMessages

/// An address in the book, and what came of it (CometBFT `p2p/pex/known_address.go`).
struct KnownAddress: Hashable, Sendable {
    let id: NodeID
    let address: NetworkAddress
    /// Who told of it first.
    let source: NetworkAddress
    /// The buckets in which it is: one where it is old, up to four where it is new.
    var buckets: [Int] = []
    /// Whether it has been a good peer.
    var isOld = false
    /// Attempts since the last success.
    var attempts: Int32 = 0
    var lastAttempt: Timestamp
    var lastSuccess = Timestamp.zero
    var bannedUntil = Timestamp.zero

    init(id: NodeID, _ address: NetworkAddress, from source: NetworkAddress, at now: Timestamp) {
        self.id = id
        self.address = address
        self.source = source
        lastAttempt = now
    }

    mutating func noteAttempt(at now: Timestamp) {
        lastAttempt = now
        attempts = attempts == .max ? .max : attempts + 1
    }

    mutating func noteSuccess(at now: Timestamp) {
        lastAttempt = now
        lastSuccess = now
        attempts = 0
    }

    /// Whether it can go when there is no room: it was never a good peer, and has not been tried in the last minute.
    func isBad(at now: Timestamp) -> Bool {
        func isOlder(_ time: Timestamp, than age: Nanoseconds) -> Bool {
            time < now.adding(nanoseconds: -age.rawValue)
        }
        if isOld || !isOlder(lastAttempt, than: .seconds(60)) { return false }
        if isOlder(lastAttempt, than: AddressBookLimits.missing) { return true }
        if lastSuccess.isZero && attempts >= AddressBookLimits.attemptsWithoutSuccess { return true }
        return isOlder(lastSuccess, than: AddressBookLimits.missing)
            && attempts >= AddressBookLimits.attemptsWithoutRecentSuccess
    }
}
