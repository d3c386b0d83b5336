/// The lines of a configuration file while it is written.
struct ConfigurationText {
    private static let width = 100

    private(set) var text = ""

    mutating func line(_ line: String) {
        text += line + "\n"
    }

    /// Leaves a line empty, but not the first.
    mutating func emptyLine() {
        if !text.isEmpty { text += "\n" }
    }

    /// Writes a paragraph as a comment, broken between words.
    mutating func comment(_ paragraph: String) {
        var current = "#"
        for word in paragraph.split(whereSeparator: \.isWhitespace) {
            if current.count + 1 + word.count > ConfigurationText.width && current != "#" {
                line(current)
                current = "#"
            }
            current += " " + word
        }
        line(current)
    }
}
