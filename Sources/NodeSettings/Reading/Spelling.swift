/// Guesses what someone meant who wrote a key that there is not.
enum Spelling {
    /// The key that a path is most likely meant to be, if any is like it.
    static func nearest(to path: String) -> Setting? {
        let wanted = Setting.comparable(path)
        let key = wanted.split(separator: ".").last.map(String.init) ?? wanted
        // A key in the wrong section is known by its name alone, if only one section has it.
        let namesakes = Setting.all.filter { Setting.comparable($0.key) == key }
        if namesakes.count == 1 { return namesakes[0] }
        return best(Setting.all, like: wanted) { $0.comparable }
    }

    /// The section that a name is most likely meant to be, if any is like it.
    static func nearestSection(to name: String) -> SettingSection? {
        let word = Setting.comparable(name).filter { $0 != "[" && $0 != "]" }
        return best(SettingSection.allCases.filter { $0 != .base }, like: word) { $0.rawValue }
    }

    /// The candidate with the fewest letters to change, if no more than a third of them are.
    private static func best<Candidate>(
        _ candidates: [Candidate], like wanted: String, _ name: (Candidate) -> String
    ) -> Candidate? {
        let measured = candidates.map { (candidate: $0, distance: distance(wanted, name($0))) }
        let best = measured.min { $0.distance < $1.distance }
        guard let best, best.distance <= max(1, wanted.utf8.count / 3) else { return nil }
        return best.candidate
    }

    /// How many letters must be put in, left out or changed to make one text of the other (Levenshtein). Long texts
    /// are compared by their beginnings.
    private static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.utf8.prefix(100))
        let right = Array(right.utf8.prefix(100))
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, other) in right.enumerated() {
                let change = diagonal + (letter == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(change, diagonal + 1, row[column] + 1)
            }
        }
        return row[right.count]
    }
}
