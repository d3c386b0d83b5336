import Chain

extension Nanoseconds {
    /// The moment so much later, clipped to what Int64 holds.
    func adding(_ duration: Nanoseconds) -> Nanoseconds {
        let (sum, isTooLarge) = rawValue.addingReportingOverflow(duration.rawValue)
        return Nanoseconds(isTooLarge ? (duration.rawValue < 0 ? .min : .max) : sum)
    }

    /// The time since an earlier moment; zero when that is not earlier.
    func since(_ earlier: Nanoseconds) -> Nanoseconds {
        if self <= earlier { return .zero }
        let (difference, isTooLarge) = rawValue.subtractingReportingOverflow(earlier.rawValue)
        return Nanoseconds(isTooLarge ? .max : difference)
    }
}
