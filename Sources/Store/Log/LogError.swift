/// Why the log cannot be read or written.
package enum LogError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The system refused an operation. Whether what it was about is on disk cannot be known any more: the process
    /// ends, and recovery tells. The log that threw it throws it again on every call.
    case failed(FileError)
    /// Something that was durable is not what it was. Nothing of the log may be used.
    case damaged(LogPlace, reason: String, folder: String)
    /// A body is larger than a record may be.
    case tooLarge(bytes: Int, maximum: Int)

    package var description: String {
        switch self {
        case .failed(let error) where error.isDiskFull:
            "the log cannot grow, free some room on its disk and start again: \(error)"
        case .failed(let error):
            "the log failed: \(error)"
        case .damaged(let place, let reason, let folder):
            "the log is damaged: \(place): \(reason). Put back a good copy, or start without the log: "
                + "mv \(folder) \(folder).damaged; then this validator signs nothing up to the height it signed last"
        case .tooLarge(let bytes, let maximum):
            "a record of \(bytes) bytes is too large for the log, which takes \(maximum)"
        }
    }
}
