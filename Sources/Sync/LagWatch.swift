package import Chain

/// Whether consensus has fallen behind so far that it should be looked for blocks: peers tell of heights that cannot be
/// reached by the votes and parts they send, or not soon.
///
/// What they tell is no proof. Nothing follows from it but two requests for blocks.
package struct LagWatch: Sendable {
    /// The height that is being decided, and since when peers have been ahead of it.
    private var height: Height = 0
    private var since: Nanoseconds?
    /// Nothing is looked for before.
    private var restsUntil = Nanoseconds(.min)

    package init() {}

    /// Whether to look for blocks now.
    ///
    /// - Parameters:
    ///   - height: The height that is being decided.
    ///   - highest: The highest height that a peer says it is deciding.
    ///   - now: Monotonic.
    package mutating func isDue(at height: Height, highest: Height, _ now: Nanoseconds) -> Bool {
        let lag = highest.rawValue > height.rawValue ? highest.rawValue - height.rawValue : 0
        if self.height != height || lag < SyncLimits.lagMinimum { since = nil }
        self.height = height
        if lag < SyncLimits.lagMinimum { return false }
        let beginning = since ?? now
        since = beginning
        if now < restsUntil { return false }
        return lag >= SyncLimits.lagBearable || now.rawValue - beginning.rawValue >= SyncLimits.lagPatience.rawValue
    }

    /// It was looked for blocks, and nobody had the next.
    package mutating func noteVain(at now: Nanoseconds) {
        restsUntil = Nanoseconds(now.rawValue + SyncLimits.lagRest.rawValue)
    }
}
