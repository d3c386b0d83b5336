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
            lines += unsupportedKinds.map { "  \($0.kind): \($0.paths.joined(separator: ", "))" }
        }
        lines.append("\(passed) passed, \(failed) failed")
        return lines.joined(separator: "\n")
    }

    /// Each kind of a later layer once, with its paths, in the order of the run.
    private var unsupportedKinds: [(kind: String, paths: [String])] {
        var kinds: [(kind: String, paths: [String])] = []
        for (path, kind) in unsupported {
            if let index = kinds.firstIndex(where: { $0.kind == kind }) {
                kinds[index].paths.append(path)
            } else {
                kinds.append((kind, [path]))
            }
        }
        return kinds
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
