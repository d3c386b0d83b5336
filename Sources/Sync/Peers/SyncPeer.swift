import Chain
import Cryptography
import PeerMessages

/// A peer as a source of blocks.
///
/// Deviation: who is silent or slow is passed over for a while; CometBFT ends the connection.
struct SyncPeer: Sendable {
    let id: NodeID
    /// What it told last; nil before it has.
    var told: StatusResponse?
    /// Whether it was asked for its height and has not answered.
    var owesStatus = false
    /// It lacks the blocks below.
    var base: Height = 0
    /// The heights it owes, with the times at which it was asked.
    private(set) var asked: [Height: Nanoseconds] = [:]
    /// How many answers may still come that are of no use any more, by height: somebody else was faster, or it was passed
    /// over.
    private var late: [Height: Int] = [:]
    /// It is asked for nothing before.
    private(set) var restsUntil = Nanoseconds(.min)
    private var rests: Int64 = 0
    /// Since when it has owed blocks and given none.
    private var waitingSince = Nanoseconds.zero
    /// Since when its rate has been measured, and what it gave since.
    private var measuredSince = Nanoseconds.zero
    private var measuredBytes: Int64 = 0
    /// How long it takes to give a block: a mean in which the last one counts an eighth.
    private(set) var latency = Nanoseconds(1_000_000)
    /// Blocks that it said it has and did not.
    var refusals = 0
    /// Whether a block of its was executed.
    var hasDelivered = false

    init(id: NodeID, late: [Height: Int] = [:]) {
        self.id = id
        self.late = late
    }

    /// How many answers may still come, by height.
    var owed: [Height: Int] { late.merging(asked.mapValues { _ in 1 }, uniquingKeysWith: +) }

    func rests(at now: Nanoseconds) -> Bool { now < restsUntil }

    /// The highest block that it can be asked for.
    var height: Height { told?.height ?? 0 }

    /// Whether it can be asked for anything.
    func isUsable(at now: Nanoseconds) -> Bool { told != nil && !rests(at: now) && base <= height && height > 0 }

    func has(_ wanted: Height) -> Bool { wanted >= base && wanted <= height }

    var hasRoom: Bool { asked.count < SyncLimits.requestsPerPeer }

    /// How long a block asked for now may take: the smaller, the better.
    var expectedWait: Int64 { latency.rawValue.multipliedReportingOverflow(by: Int64(asked.count + 1)).partialValue }

    // MARK: Asking

    mutating func ask(_ height: Height, at now: Nanoseconds) {
        if asked.isEmpty {
            waitingSince = now
            measuredSince = now
            measuredBytes = 0
        }
        asked[height] = now
    }

    /// Notes that a block has come.
    ///
    /// - Returns: false when nobody asked it for that.
    mutating func give(_ height: Height, bytes: Int, at now: Nanoseconds) -> Bool {
        waitingSince = now
        measuredBytes += Int64(bytes)
        guard let since = asked.removeValue(forKey: height) else { return takeLate(height) }
        noteLatency(since, now)
        return true
    }

    private mutating func noteLatency(_ since: Nanoseconds, _ now: Nanoseconds) {
        let taken = max(1, now.rawValue - since.rawValue)
        latency = Nanoseconds((latency.rawValue * 7 + taken) / 8)
    }

    /// It says that it lacks the block.
    ///
    /// - Returns: false when nobody asked it for that.
    mutating func refuse(_ height: Height, at now: Nanoseconds) -> Bool {
        guard asked.removeValue(forKey: height) != nil else { return takeLate(height) }
        waitingSince = now
        base = max(base, height.next)
        refusals += 1
        return true
    }

    /// An answer is of no use any more, but may come.
    mutating func forget(_ height: Height, at now: Nanoseconds) {
        guard let since = asked.removeValue(forKey: height) else { return }
        noteLatency(since, now)
        late[height, default: 0] += 1
    }

    private mutating func takeLate(_ height: Height) -> Bool {
        guard let count = late[height] else { return false }
        late[height] = count > 1 ? count - 1 : nil
        return true
    }

    /// Passes it over for a while.
    ///
    /// - Returns: The heights that it owed.
    mutating func rest(at now: Nanoseconds) -> [Height] {
        let owed = asked.keys.sorted()
        for height in owed { forget(height, at: now) }
        let factor = Int64(1) << min(rests, SyncLimits.restDoublings)
        rests += 1
        restUntil(Nanoseconds(now.rawValue + SyncLimits.rest.rawValue * factor))
        return owed
    }

    mutating func restUntil(_ time: Nanoseconds) { restsUntil = time }

    /// Why it is to be passed over; nil while it gives what it owes.
    mutating func fault(at now: Nanoseconds) -> String? {
        if asked.isEmpty { return nil }
        if now.rawValue - waitingSince.rawValue > SyncLimits.answerTimeout.rawValue {
            return "it owes \(asked.count) blocks and gave none for \(SyncLimits.answerTimeout)"
        }
        let measured = now.rawValue - measuredSince.rawValue
        if measured < SyncLimits.rateWindow.rawValue { return nil }
        let rate = measuredBytes / max(1, measured / 1_000_000_000)
        measuredSince = now
        measuredBytes = 0
        if rate >= SyncLimits.rateMinimum || latency <= SyncLimits.latencyBearable { return nil }
        return "it gave \(rate) bytes a second, and each block took \(latency)"
    }
}
