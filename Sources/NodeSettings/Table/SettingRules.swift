import Chain
import Wire

/// Why a setting cannot have a value, and what it can be.
package struct SettingProblem: Error, Hashable, Sendable {
    package let problem: String
    package let remedy: String

    init(_ problem: String, _ remedy: String) {
        self.problem = problem
        self.remedy = remedy
    }
}

/// What a text may be.
///
/// Deviation: CometBFT notices an address, name, level or path that it cannot use only when it uses it, takes an unknown
/// indexer for none and lets some lengths of time be negative. Here they are refused when they are read.
package enum TextRule: Hashable, Sendable {
    case any
    /// One of these, each with nothing else around it.
    case oneOf([String])
    /// A version as in `0.38.25`, or nothing.
    case version
    /// What peers accept as a node's name (CometBFT `NodeInfo.Validate`).
    case moniker
    /// Where to listen, or nothing for not at all.
    case listenAddress
    /// Several of them with commas between.
    case listenAddresses
    /// Where others reach this node: a host and a port, or nothing.
    case reachableAddress
    case logLevels
    /// A file or folder, which must be named.
    case path
    /// The only version of block sync that is left.
    case blockSyncVersion

    /// What is wrong with a text, if anything. CometBFT's words where it has a rule.
    package func problem(with text: String) -> SettingProblem? {
        switch self {
        case .any: return nil
        case .oneOf(let allowed):
            if allowed.contains(text) { return nil }
            return SettingProblem("is \"\(text)\"", "use \(allowed.filter { !$0.isEmpty }.joined(separator: " or "))")
        case .version:
            if text.isEmpty || SemanticVersion.isValid(text) { return nil }
            return SettingProblem(
                "invalid version string: \(text)", "write it as in \(NodeConfiguration.formatVersion)")
        case .moniker:
            let isPrintable = text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
            if isPrintable && text.contains(where: { $0 != " " }) { return nil }
            return SettingProblem("is \"\(text)\"", "use ASCII letters, digits and signs, at least one")
        case .listenAddress, .listenAddresses: return addressProblem(text)
        case .reachableAddress:
            if text.isEmpty { return nil }
            if let address = try? ListenAddress(text), case .tcp(let host, let port) = address, !host.isEmpty, port > 0
            {
                return nil
            }
            return SettingProblem("\"\(text)\" is no host and port", "write host:port, with a port above 0")
        case .logLevels:
            do {
                _ = try LogLevels(text)
                return nil
            } catch {
                return SettingProblem(
                    error.description,
                    "use debug, info, error or none, or module:level pairs as in consensus:debug,*:error")
            }
        case .path: return text.isEmpty ? SettingProblem("is empty", "name a file or folder") : nil
        case .blockSyncVersion:
            switch text {
            case "v0": return nil
            case "v1", "v2": return SettingProblem("blocksync version \(text) has been deprecated", "use v0")
            default: return SettingProblem("unknown blocksync version \(text)", "use v0")
            }
        }
    }

    private func addressProblem(_ text: String) -> SettingProblem? {
        if text.isEmpty { return nil }
        do {
            if self == .listenAddresses {
                _ = try ListenAddress.list(text)
            } else {
                _ = try ListenAddress(text)
            }
            return nil
        } catch {
            return SettingProblem(error.description, "write tcp://host:port or unix://path")
        }
    }
}

/// How long something may take.
package enum DurationRule: Hashable, Sendable {
    case any
    case notNegative
    case positive

    func problem(with duration: Nanoseconds) -> SettingProblem? {
        switch self {
        case .any: nil
        case .notNegative: duration < .zero ? SettingProblem("can't be negative", "use 0s or more") : nil
        case .positive: duration <= .zero ? SettingProblem("must be positive", "use more than 0s") : nil
        }
    }
}

/// Versions as semver.org defines them.
enum SemanticVersion {
    static func isValid(_ text: String) -> Bool {
        let plus = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
        let dash = plus[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = dash[0].split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 3 && numbers.allSatisfy(isNumber)
            && (dash.count == 1 || identifiers(dash[1]).allSatisfy { isNumber($0) || isName($0) })
            && (plus.count == 1 || identifiers(plus[1]).allSatisfy(isWord))
    }

    private static func identifiers(_ text: Substring) -> [Substring] {
        text.split(separator: ".", omittingEmptySubsequences: false)
    }

    private static func isNumber(_ text: Substring) -> Bool {
        isDigits(text) && (text == "0" || text.first != "0")
    }

    private static func isName(_ text: Substring) -> Bool { isWord(text) && !isDigits(text) }

    private static func isDigits(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    private static func isWord(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || $0 == "-" || isDigits(Substring(String($0))))
            }
    }
}
