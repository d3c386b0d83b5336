extension Report {
    /// The report as it is printed: a line for each path, its failures below it, the kinds of later layers, and the
    /// counts as the last line.
    ///
    /// - Parameter isVerbose: Adds how often each subject was compared.
    package func text(isVerbose: Bool = false) -> String {
        var lines: [String] = []
        for entry in entries {
            switch entry.outcome {
            case .checked(let checker):
                lines += summary(entry.path, checker, isVerbose: isVerbose)
            case .unknown(let reason):
                lines.append("\(entry.path)  unknown format: \(reason)")
            case .unsupported:
                continue
            }
        }
        if !unsupported.isEmpty {
            lines.append("not yet supported\(isStrict ? " (failures, as asked)" : ""):")
            lines += unsupported.map { "  \($0.path)  \($0.kind)" }
        }
        lines.append("\(passed) passed, \(failed) failed")
        return lines.joined(separator: "\n")
    }

    private func summary(_ path: String, _ checker: Checker, isVerbose: Bool) -> [String] {
        let failed = checker.failures.isEmpty ? "" : ", \(checker.failures.count) failed"
        var lines = ["\(path)  \(checker.count) checks\(failed)"]
        if isVerbose {
            lines += checker.tally.entries.map { "  \($0.count) × \($0.subject)" }
        }
        lines += checker.notes.map { "  note: \($0)" }
        lines += checker.failures.map { failure in
            failure.description.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
        }
        return lines
    }
}
