/// One comparison that did not come out as it should.
package struct Failure: Equatable, Sendable, CustomStringConvertible {
    /// The file, as it was named on the command line.
    package let file: String
    /// The case within the file, by list, index and name, as in `cases[3] "wrong root"`.
    package let place: String
    /// What was compared, in the file's own words where it has them.
    package let subject: String
    package let expected: String
    package let actual: String

    package init(file: String, place: String, subject: String, expected: String, actual: String) {
        self.file = file
        self.place = place
        self.subject = subject
        self.expected = expected
        self.actual = actual
    }

    /// Three lines: where and what, then both sides below each other.
    package var description: String {
        let title = [file, place, subject].filter { !$0.isEmpty }.joined(separator: ": ")
        return "FAILED \(title)\n  expected: \(expected)\n  actual:   \(actual)"
    }
}
