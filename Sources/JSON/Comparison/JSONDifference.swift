/// The first place in which two JSON values mean something else.
package struct JSONDifference: Equatable, Sendable, CustomStringConvertible {
    /// The members and indices that lead there, as in `validators[3].pub_key`; empty for the values themselves.
    package let path: String
    /// What was expected there, as compact JSON; nil when it should not be there.
    package let expected: String?
    /// What is there, as compact JSON; nil when nothing is.
    package let actual: String?

    /// A difference with these two sides.
    package init(path: String, expected: String?, actual: String?) {
        self.path = path
        self.expected = expected
        self.actual = actual
    }

    /// A line for a report.
    package var description: String {
        let place = path.isEmpty ? "" : "\(path): "
        return "\(place)expected \(expected ?? "nothing"), found \(actual ?? "nothing")"
    }
}
