import Glibc

/// How long the parts of a block took, in microseconds.
struct BlockSample {
    var verified = 0
    var executed = 0
    var hashed = 0
    var stored = 0
    /// Of the processor, for all but the signatures.
    var processor = 0
    /// Entries written or removed.
    var changes = 0

    var all: Int { verified + executed + hashed + stored }

    mutating func measure(_ part: WritableKeyPath<BlockSample, Int>, _ body: () throws -> Void) rethrows {
        let start = BlockSample.now()
        let startOfProcessor = BlockSample.now(CLOCK_PROCESS_CPUTIME_ID)
        try body()
        self[keyPath: part] = BlockSample.now() - start
        if part != \.verified { processor += BlockSample.now(CLOCK_PROCESS_CPUTIME_ID) - startOfProcessor }
    }

    /// Microseconds since some moment.
    static func now(_ clock: clockid_t = CLOCK_MONOTONIC) -> Int {
        var time = timespec()
        clock_gettime(clock, &time)
        return time.tv_sec * 1_000_000 + time.tv_nsec / 1000
    }
}
