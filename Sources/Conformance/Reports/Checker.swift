import JSON

/// Counts what was compared in one file and keeps what differed.
///
/// A runner hands it expected and actual; it never stops at a failure, so that one run shows all of them.
package struct Checker: Sendable {
    /// The file that is being looked at, as it was named on the command line.
    package private(set) var file: String
    /// The case that is being looked at.
    package private(set) var place = ""
    package private(set) var passed = 0
    package private(set) var failures: [Failure] = []
    /// What was deliberately not compared, in sentences.
    package private(set) var notes: [String] = []
    /// How often each subject was compared, in the order in which they first occurred.
    package private(set) var tally = Tally()

    /// Whether a refusal for the right reason in other words than CometBFT's is a failure; otherwise it is a note.
    private let comparesWording: Bool

    package init(file: String, comparesWording: Bool = true) {
        self.file = file
        self.comparesWording = comparesWording
    }

    /// Comparisons so far, passed and failed.
    package var count: Int { passed + failures.count }

    // MARK: Places

    /// Runs `body` for another file of the same path.
    mutating func inFile(_ file: String, _ body: (inout Checker) -> Void) {
        let outer = self.file
        self.file = file
        body(&self)
        self.file = outer
    }

    /// Runs `body` for one case. What it throws is a failure of that case; the next case runs all the same.
    mutating func at(_ place: String, _ body: (inout Checker) throws -> Void) {
        let outer = self.place
        self.place = outer.isEmpty ? place : "\(outer) \(place)"
        attempt("reading the case") { checker in try body(&checker) }
        self.place = outer
    }

    /// Runs `body` for each element of a list of cases, named by the list, the index and the case's own name.
    mutating func each(
        _ list: VectorMember, _ body: (VectorMember, inout Checker) throws -> Void
    ) {
        attempt("reading \(list.path)") { checker in
            for element in try list.elements() {
                let name = try? element["name"].textIfPresent()
                checker.at(element.path + (name.map { " \"\($0)\"" } ?? "")) { checker in
                    try body(element, &checker)
                }
            }
        }
    }

    /// Runs `body`; what it throws is a failure under `subject`.
    mutating func attempt(_ subject: String, _ body: (inout Checker) throws -> Void) {
        do {
            try body(&self)
        } catch {
            fail(subject, expected: "no error", actual: ErrorText.describe(error))
        }
    }

    // MARK: Comparisons

    mutating func expect<Value: Equatable>(_ subject: String, _ expected: Value, _ actual: Value) {
        record(subject, expected == actual, expected: "\(expected)", actual: "\(actual)")
    }

    /// Compares bytes; a long pair is shown around the first difference.
    mutating func expect(_ subject: String, bytes expected: [UInt8], _ actual: [UInt8]) {
        if expected == actual { return pass(subject) }
        let (left, right) = ByteDifference.excerpts(expected, actual)
        fail(subject, expected: left, actual: right)
    }

    /// Compares JSON with the order of members, as CometBFT's clients see it. `null`, `""` and `[]` are one: Go tells them
    /// apart while a value is in memory, and vectors were written from there; protobuf does not.
    mutating func expect(_ subject: String, json expected: JSONValue, _ actual: JSONValue) {
        let (expected, actual) = (expected.withNullForEmpty, actual.withNullForEmpty)
        if expected == actual { return pass(subject) }
        guard let difference = actual.firstDifference(from: expected) else {
            return fail("\(subject): order of members", expected: "\(expected)", actual: "\(actual)")
        }
        let place = difference.path.isEmpty ? subject : "\(subject) at \(difference.path)"
        fail(place, expected: difference.expected ?? "nothing", actual: difference.actual ?? "nothing")
    }

    /// Compares a verdict: `expected` is the error's text, or nil where there must be none.
    ///
    /// Texts are compared without their numbers and values (`ErrorText.normalized`): the failing rule must be the
    /// same one, perhaps named with what is around it.
    mutating func expect(_ subject: String, verdict expected: String?, _ body: () throws -> Void) {
        var actual: String?
        do { try body() } catch { actual = ErrorText.describe(error) }
        guard let expected, let actual else {
            return record(
                subject, expected == actual, expected: expected ?? "accepted", actual: actual ?? "accepted")
        }
        let (wanted, got) = (ErrorText.normalized(expected), ErrorText.normalized(actual))
        let agree = wanted.hasSuffix(got) || got.hasSuffix(wanted)
        if !agree && !comparesWording {
            note("\(place) \(subject): refused, as it must be, in other words: \(actual) (CometBFT: \(expected))")
        }
        record(subject, agree || !comparesWording, expected: expected, actual: actual)
    }

    /// Counts a comparison made elsewhere.
    mutating func record(
        _ subject: String, _ holds: Bool, expected: @autoclosure () -> String, actual: @autoclosure () -> String
    ) {
        if holds { pass(subject) } else { fail(subject, expected: expected(), actual: actual()) }
    }

    mutating func fail(_ subject: String, expected: String, actual: String) {
        tally.count(subject)
        failures.append(Failure(file: file, place: place, subject: subject, expected: expected, actual: actual))
    }

    /// Says once what this file holds that is not compared here.
    mutating func note(_ sentence: String) {
        if !notes.contains(sentence) { notes.append(sentence) }
    }

    private mutating func pass(_ subject: String) {
        tally.count(subject)
        passed += 1
    }
}
