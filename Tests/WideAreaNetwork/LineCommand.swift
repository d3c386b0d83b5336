/// What a delay line may be told, a line each. Sites are given by their names.
package enum LineCommand: Equatable, Sendable {
    /// `cut A B`: nothing passes between two sites.
    case cut(String, String)
    /// `heal A B`
    case heal(String, String)
    /// `isolate A`: nothing passes between a site and any other.
    case isolate(String)
    /// `rejoin A`
    case rejoin(String)
    /// `delay A B MILLISECONDS`
    case delay(String, String, milliseconds: Int64)
    /// `rate A B BYTES_A_SECOND`; 0 for no limit.
    case rate(String, String, bytesPerSecond: Int64)
    /// `traffic`: asks how many bytes each site has sent and received.
    case traffic

    package static let summary =
        "cut A B, heal A B, isolate A, rejoin A, delay A B MILLISECONDS, rate A B BYTES_A_SECOND, traffic"

    /// nil for what is none of them.
    package init?(_ line: String) {
        let words = line.split(separator: " ").map(String.init)
        switch (words.first, words.count) {
        case ("cut", 3): self = .cut(words[1], words[2])
        case ("heal", 3): self = .heal(words[1], words[2])
        case ("isolate", 2): self = .isolate(words[1])
        case ("rejoin", 2): self = .rejoin(words[1])
        case ("traffic", 1): self = .traffic
        case ("delay", 4):
            guard let milliseconds = Int64(words[3]), (0...60_000).contains(milliseconds) else { return nil }
            self = .delay(words[1], words[2], milliseconds: milliseconds)
        case ("rate", 4):
            guard let rate = Int64(words[3]), (0...10_000_000_000).contains(rate) else { return nil }
            self = .rate(words[1], words[2], bytesPerSecond: rate)
        default: return nil
        }
    }
}
