import Chain

/// A time as vector files describe it: seconds and nanoseconds, and the text that CometBFT prints.
struct TimeVector {
    let timestamp: Timestamp
    let text: String

    init(_ vector: VectorMember) throws {
        text = try vector["rfc3339"].text()
        let seconds: Int64 = try vector["seconds"].integer()
        let nanoseconds: Int32 = try vector["nanos"].integer()
        guard let timestamp = Timestamp(seconds: seconds, nanoseconds: nanoseconds) else {
            throw vector.wrong("a time")
        }
        self.timestamp = timestamp
    }

    /// Compares a time, and its text both ways.
    func compare(_ subject: String, _ time: Timestamp, _ checker: inout Checker) {
        checker.expect(subject, timestamp, time)
        checker.expect("\(subject)'s text", text, time.description)
        checker.expect("\(subject) read from text", timestamp, Timestamp(rfc3339: text))
    }
}
