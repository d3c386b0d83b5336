/// Which lines of the log are written: a level for all, and others for some of the node's parts.
package struct LogLevels: Hashable, Sendable {
    /// How much is written.
    package enum Level: String, Hashable, Sendable, CaseIterable {
        case debug, info, error, none
    }

    /// For parts that are not named.
    package var general: Level
    /// By the name of the part, as in "consensus".
    package var byModule: [String: Level]

    /// The levels in CometBFT's form: `info`, or `consensus:debug,*:error`.
    package init(_ text: String) throws(LogLevelsError) {
        general = .info
        byModule = [:]
        if text.isEmpty { throw LogLevelsError("is empty") }
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            let parts = item.split(separator: ":", omittingEmptySubsequences: false)
            // One word alone is the level of everything.
            let isWord = item == text && parts.count == 1
            if parts.count != 2 && !isWord { throw LogLevelsError("has \"\(item)\" where module:level belongs") }
            guard let name = parts.last, let level = Level(rawValue: String(name)) else {
                throw LogLevelsError("has the level \"\(parts.last ?? "")\"")
            }
            if isWord || parts[0] == "*" {
                general = level
            } else {
                byModule[String(parts[0])] = level
            }
        }
    }
}

/// Why a text names no log levels.
package struct LogLevelsError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    init(_ problem: String) {
        description = problem
    }
}
