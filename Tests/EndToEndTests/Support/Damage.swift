/// Ways in which a text file gets broken.
enum Damage {
    /// The text broken in each way, with its name.
    static func all(of padded: String) -> [(text: String, name: String)] {
        let text = padded.replacing(/\s+$/, with: "")
        let half = String(text.prefix(text.count / 2))
        let garbled = half + "\u{0}\u{1b}[31m%%%" + text.suffix(text.count / 3)
        return [("", "empty"), (half, "cut"), (garbled, "garbled"), ("[]", "another kind of value")]
    }
}
