import Files

/// The folder that holds all of a node: settings and keys in `config`, what grows in `data`. CometBFT's layout.
package struct HomeDirectory: Hashable, Sendable {
    package let path: String

    package init(_ path: String) {
        self.path = path
    }

    /// The folder of settings and keys.
    package var configurationFolder: String { Path.inside(path, "config") }

    /// The settings' file, the only one whose place cannot be chosen.
    package var configurationFile: String { Path.inside(path, "config/config.toml") }

    /// Where the other files are, by these settings.
    package func files(_ configuration: NodeConfiguration) -> HomeFiles {
        HomeFiles(home: self, configuration)
    }

    /// Reads the settings with what flags and the environment say. Without the file the rest counts, with a warning.
    package func settings(
        environment: [String: String] = [:], flags: CommandLineSettings? = nil
    ) throws(SettingError) -> (configuration: NodeConfiguration, warnings: [SettingWarning]) {
        let file: String?
        do {
            file = try Folder.entry(at: configurationFile) == .absent ? nil : configurationFile
        } catch {
            throw SettingError(error)
        }
        var (configuration, warnings) = try NodeConfiguration.read(file, environment: environment, flags: flags)
        if file == nil {
            let source = SettingSource.file(path: configurationFile, line: nil)
            warnings.insert(SettingWarning(source, "there is no such file, defaults are used"), at: 0)
        }
        return (configuration, warnings)
    }
}

/// Where a node's files are: full paths.
package struct HomeFiles: Hashable, Sendable {
    package let genesis: String
    package let validatorKey: String
    package let signState: String
    package let nodeKey: String
    package let addressBook: String
    /// The folder of everything that grows.
    package let dataFolder: String
    /// The folder of checkpoints.
    package let checkpoints: String
    /// Empty where HTTPS is not spoken; so the next one.
    package let tlsCertificate: String
    package let tlsKey: String

    init(home: HomeDirectory, _ configuration: NodeConfiguration) {
        genesis = Path.inside(home.path, configuration.genesisFile)
        validatorKey = Path.inside(home.path, configuration.validatorKeyFile)
        signState = Path.inside(home.path, configuration.signStateFile)
        nodeKey = Path.inside(home.path, configuration.nodeKeyFile)
        addressBook = Path.inside(home.path, configuration.peers.addressBookFile)
        dataFolder = Path.inside(home.path, configuration.dataFolder)
        checkpoints = Path.inside(home.path, configuration.checkpoint.folder)
        // CometBFT looks for these two from the folder of settings.
        let tls = [configuration.rpc.tlsCertificateFile, configuration.rpc.tlsKeyFile]
        let isComplete = !tls.contains("")
        tlsCertificate = isComplete ? Path.inside(home.configurationFolder, tls[0]) : ""
        tlsKey = isComplete ? Path.inside(home.configurationFolder, tls[1]) : ""
    }

    /// What a node cannot start without, the settings not counted.
    var required: [String] { [genesis, validatorKey, signState, nodeKey] }
}
