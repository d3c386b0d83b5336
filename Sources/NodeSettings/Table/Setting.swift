import Wire

/// A key of `config.toml`: where its value stands in a configuration, what it may be, and what it means.
///
/// The table of all of them is the one place where a key is described. The file's template, the names of environment
/// variables and flags, the warnings about unknown keys and the checks of values all follow from it.
package struct Setting: Sendable {
    package let section: SettingSection
    package let key: String
    package let kind: SettingKind
    /// What it does, in words for an operator.
    package let documentation: String
    /// Another environment variable that sets it, with less weight than the one its name gives.
    package let alias: String?
    /// Whether a flag or an environment variable may set it.
    package let isOverridable: Bool

    /// The section and the key, as in `rpc.laddr`; also the name of the flag.
    package var path: String { section.path(to: key) }

    /// The environment variable that sets it, as in `DAON_RPC_LADDR`.
    package var variable: String { Setting.variablePrefix + Setting.uppercase(path) }

    static let variablePrefix = "DAON_"

    private static func uppercase(_ path: String) -> String {
        String(path.uppercased().map { $0 == "." || $0 == "-" ? "_" : $0 })
    }

    /// The path with each dash as an underscore and in lower case: one key for every way to spell it.
    var comparable: String { Setting.comparable(path) }

    static func comparable(_ path: String) -> String {
        String(path.lowercased().map { $0 == "-" ? "_" : $0 })
    }

    init(
        _ section: SettingSection, _ key: String, _ kind: SettingKind, alias: String? = nil,
        isOverridable: Bool = true, _ documentation: String
    ) {
        self.section = section
        self.key = key
        self.kind = kind
        self.documentation = documentation
        self.alias = alias
        self.isOverridable = isOverridable
    }

    /// Every key, in the order in which a file has them.
    package static let all: [Setting] =
        base + rpc + peers + mempool + stateSync + blockSync + consensus + storage + transactionIndex
        + instrumentation + api + checkpoint
}
