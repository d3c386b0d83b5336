/// A rule of the sources, broken on purpose. The simulator must notice.
package struct Mutation: Sendable {
    /// One place of the sources that is replaced.
    package struct Change: Sendable {
        /// Below the project's folder.
        package let file: String
        /// What stands there, exactly once.
        package let original: String
        package let replacement: String

        init(_ file: String, _ original: String, _ replacement: String) {
            self.file = file
            self.original = original
            self.replacement = replacement
        }

        /// The file's text with the change.
        package func applied(to text: String) throws(StaleMutation) -> String {
            let pieces = text.split(separator: original, omittingEmptySubsequences: false)
            if pieces.count != 2 {
                throw StaleMutation(file: file, original: original, count: pieces.count - 1)
            }
            return pieces.joined(separator: replacement)
        }
    }

    package let name: String
    /// What is broken, in one line.
    package let breaks: String
    package let changes: [Change]
    /// Where it must be noticed: everywhere, each time within the first seeds.
    package let places: [Place]

    init(_ name: String, _ breaks: String, in places: [Place] = [Place()], _ changes: Change...) {
        self.name = name
        self.breaks = breaks
        self.changes = changes
        self.places = places
    }
}

/// What kind of worlds a mutation is looked for in.
package struct Place: Sendable, Hashable, CustomStringConvertible {
    var validators = 4
    /// 100 each when there are none.
    var powers: [Int64] = []
    var model = "byzantine"
    var heights = 10
    /// Empty for what the seed says.
    var links = ""
    /// Whether several lose their data.
    var losesData = false
    /// What is done with a copy of a disk; empty for nothing.
    var copies = ""

    var arguments: [String] {
        var words = ["--validators", "\(validators)", "--heights", "\(heights)", "--fault-model", model]
        if !powers.isEmpty { words += ["--powers", powers.map(String.init).joined(separator: ",")] }
        if !links.isEmpty { words += ["--links", links] }
        if losesData { words.append("--data-loss") }
        if !copies.isEmpty { words += ["--copies", copies] }
        return words
    }

    package var description: String {
        let shown = powers.isEmpty ? "" : ", powers \(powers.map(String.init).joined(separator: ","))"
        let more =
            (links.isEmpty ? "" : ", \(links)") + (losesData ? ", data lost" : "")
            + (copies.isEmpty ? "" : ", a disk's copy \(copies)")
        return "\(validators) validators\(shown), \(model), \(heights) heights\(more)"
    }
}

/// A mutation whose original text is not in the sources, or not just once: they have changed, and it must follow.
package struct StaleMutation: Error, CustomStringConvertible {
    let file: String
    let original: String
    let count: Int

    package var description: String { "\(file) has this \(count) times, not once:\n\(original)" }
}
