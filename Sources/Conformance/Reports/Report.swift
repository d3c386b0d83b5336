/// What a run over some paths found.
package struct Report: Sendable {
    /// What is known of one path.
    package struct Entry: Sendable {
        package let path: String
        package let outcome: Outcome
    }

    package enum Outcome: Sendable {
        /// Compared; the checker holds counts, failures and notes.
        case checked(Checker)
        /// A kind that belongs to a later layer of the node; the text is the kind's name.
        case unsupported(String)
        /// Not a file that is known here; the text says why.
        case unknown(String)
    }

    package private(set) var entries: [Entry] = []
    /// Whether kinds of later layers count as failures.
    package let isStrict: Bool

    package init(isStrict: Bool = false) {
        self.isStrict = isStrict
    }

    package mutating func add(_ path: String, _ outcome: Outcome) {
        entries.append(Entry(path: path, outcome: outcome))
    }

    package var passed: Int {
        checkers.reduce(0) { $0 + $1.passed }
    }

    package var failed: Int {
        checkers.reduce(0) { $0 + $1.failures.count } + (isStrict ? unsupported.count : 0)
    }

    package var failures: [Failure] {
        checkers.flatMap(\.failures)
    }

    /// Paths of kinds that belong to later layers, with the kind's name.
    package var unsupported: [(path: String, kind: String)] {
        entries.compactMap { entry in
            if case .unsupported(let kind) = entry.outcome { (entry.path, kind) } else { nil }
        }
    }

    /// Paths whose format is not known, with the reason.
    package var unknown: [(path: String, reason: String)] {
        entries.compactMap { entry in
            if case .unknown(let reason) = entry.outcome { (entry.path, reason) } else { nil }
        }
    }

    /// 1 on any failure, 2 on a format that is not known, else 0.
    package var exitCode: Int32 {
        if failed > 0 { return 1 }
        return unknown.isEmpty ? 0 : 2
    }

    private var checkers: [Checker] {
        entries.compactMap { entry in
            if case .checked(let checker) = entry.outcome { checker } else { nil }
        }
    }
}
