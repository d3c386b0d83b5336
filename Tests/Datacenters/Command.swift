import WideAreaNetwork

/// What the network is to do, as a line of standard input or as keys of the terminal.
enum Command: Equatable {
    case cut(Site)
    case heal(Site)
    case kill(Site)
    case start(Site)
    /// Keeps every node supplied with so many bytes of transactions; 0 ends that.
    case fill(Int)
    case wait(Double)
    /// Counts blocks and bytes for so many seconds.
    case measure(Double)
    case quit

    static let summary =
        "cut SITE, heal SITE, kill SITE, start SITE, fill BYTES, wait SECONDS, measure SECONDS, quit"

    /// nil for what is none of them.
    init?(_ line: String) {
        let words = line.split(separator: " ").map(String.init)
        let site = words.count == 2 ? Site(rawValue: words[1]) : nil
        let number = words.count == 2 ? Double(words[1]) : nil
        switch (words.first, site, number) {
        case ("cut", let site?, _): self = .cut(site)
        case ("heal", let site?, _): self = .heal(site)
        case ("kill", let site?, _): self = .kill(site)
        case ("start", let site?, _): self = .start(site)
        case ("fill", _, let bytes?) where (0...1_000_000).contains(bytes): self = .fill(Int(bytes))
        case ("wait", _, let seconds?) where seconds >= 0: self = .wait(seconds)
        case ("measure", _, let seconds?) where seconds > 0: self = .measure(seconds)
        case ("quit", _, _) where words.count == 1: self = .quit
        default: return nil
        }
    }
}
