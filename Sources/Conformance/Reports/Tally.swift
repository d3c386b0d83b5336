/// How often each subject was compared, in the order in which they first occurred.
package struct Tally: Sendable {
    package private(set) var entries: [(subject: String, count: Int)] = []
    private var positions: [String: Int] = [:]

    package init() {}

    mutating func count(_ subject: String) {
        if let position = positions[subject] {
            entries[position].count += 1
        } else {
            positions[subject] = entries.count
            entries.append((subject, 1))
        }
    }
}
