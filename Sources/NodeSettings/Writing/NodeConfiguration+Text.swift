import Chain

extension NodeConfiguration {
    /// `config.toml` with every key and what it means. CometBFT reads it too, and reading it gives this configuration
    /// again.
    package var text: String {
        var text = ConfigurationText()
        text.comment(
            """
            The settings of a daon node, with the keys of CometBFT v0.38: a node of either kind can run with this file.
            """)
        text.comment(
            """
            Each key is also a flag (--rpc.laddr) and an environment variable (DAON_RPC_LADDR). A flag counts before a \
            variable, and that before this file. Paths are those of files below the home folder, unless they begin \
            with a slash. Lengths of time are written as in "500ms", "10s" or "1h30m".
            """)
        for section in SettingSection.allCases {
            if section != .base {
                text.emptyLine()
                text.comment(section.documentation)
                text.line("[\(section.rawValue)]")
            }
            for setting in Setting.all where setting.section == section {
                text.emptyLine()
                text.comment(setting.documentation)
                text.line("\(setting.key) = \(setting.kind.text(in: self))")
            }
        }
        return text.text
    }
}

extension SettingKind {
    /// The value in TOML.
    fileprivate func text(in configuration: NodeConfiguration) -> String {
        switch self {
        case .text(let place, _): TOMLText.quoted(configuration[keyPath: place])
        case .boolean(let place): configuration[keyPath: place] ? "true" : "false"
        case .integer(let place, _): String(configuration[keyPath: place])
        case .duration(let place, _): TOMLText.quoted(configuration[keyPath: place].description)
        case .list(let place, let form, _): TOMLText.list(configuration[keyPath: place], form)
        }
    }
}

/// Values as TOML writes them, with what CometBFT's reader knows of it.
private enum TOMLText {
    static func list(_ items: [String], _ form: SettingKind.ListForm) -> String {
        // One text, unless an item would not come out of it as it went in.
        let joined = items.joined(separator: ",")
        if form == .commas && CommaList.items(of: joined) == items { return quoted(joined) }
        return "[" + items.map(quoted).joined(separator: ", ") + "]"
    }

    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
