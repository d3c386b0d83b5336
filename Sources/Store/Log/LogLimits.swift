/// The sizes of the log.
package enum LogLimits {
    /// Bytes in a file: some thousand heights of small blocks, and little enough to be read in a few milliseconds at
    /// start.
    package static let segmentBytes = 8 << 20
    /// Bytes of a body at most: the largest message of consensus (CometBFT consensus/reactor.go `maxMsgSize`, 1 MiB)
    /// and 4 KiB for what the engine notes beside it: the instant, the sender.
    package static let bodyBytesMaximum = 1_048_576 + 4096
    /// Files without needed records that are kept for using them again; more are removed.
    static let sparesMaximum = 2
}
