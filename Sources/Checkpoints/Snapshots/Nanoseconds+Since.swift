import Chain

extension Nanoseconds {
    /// The time since an earlier moment; zero when that is not earlier.
    func since(_ earlier: Nanoseconds) -> Nanoseconds {
        if self <= earlier { return .zero }
        let (difference, isTooLarge) = rawValue.subtractingReportingOverflow(earlier.rawValue)
        return Nanoseconds(isTooLarge ? .max : difference)
    }
}
