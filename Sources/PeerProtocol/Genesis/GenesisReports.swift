import Chain

/// When it is said again what is wrong with a peer: at once when it is something new, else ever more rarely.
struct GenesisReports: Sendable {
    private static let pauseMinimum = Nanoseconds.seconds(5)
    private static let pauseMaximum = Nanoseconds.seconds(60)

    /// What helps when peers cannot give a genesis.
    static let otherWays =
        "copy config/genesis.json from it, or give --genesis-url and --genesis-hash, unless another peer gives one"

    private var last: String?
    private var pause = pauseMinimum
    private var due = Nanoseconds.zero

    mutating func isDue(_ problem: String, at now: Nanoseconds) -> Bool {
        if problem != last {
            last = problem
            pause = GenesisReports.pauseMinimum
        } else {
            if now < due { return false }
            pause = min(GenesisReports.pauseMaximum, Nanoseconds(pause.rawValue * 2))
        }
        due = now.adding(pause)
        return true
    }
}
