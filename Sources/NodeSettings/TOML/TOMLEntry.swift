/// One key of a TOML document, or the head of one of its tables.
struct TOMLEntry: Hashable, Sendable {
    /// The key with those of the tables around it, dots between. An element of a list of tables counts as one more
    /// table, whose name is in brackets.
    let path: String
    /// The key's value; nil for the head of a table.
    let value: SettingValue?
    /// Counted from 1.
    let line: Int
}

/// Why a text is no TOML, and on which line.
struct TOMLError: Error, Hashable, Sendable {
    let line: Int
    let problem: String
    let remedy: String

    init(_ line: Int, _ problem: String, _ remedy: String = "correct this line") {
        self.line = line
        self.problem = problem
        self.remedy = remedy
    }
}
