import ArgumentParser
import Foundation
import NodeSettings

/// Which home a command works on.
struct HomeOptions: ParsableArguments {
    @Option(name: .long, help: "The folder of keys, settings and data (or DAON_HOME; by default ~/.daon).")
    var home: String?

    var directory: HomeDirectory {
        let environment = ProcessInfo.processInfo.environment
        if let home, !home.isEmpty { return HomeDirectory(home) }
        if let home = environment["DAON_HOME"], !home.isEmpty { return HomeDirectory(home) }
        return HomeDirectory((environment["HOME"] ?? ".") + "/.daon")
    }

    /// The home's settings, with what flags and the environment say; warnings go to standard error.
    func settings(_ flags: CommandLineSettings) throws -> NodeConfiguration {
        let (configuration, warnings) = try directory.settings(
            environment: ProcessInfo.processInfo.environment, flags: flags)
        for warning in warnings { Terminal.warn("\(warning)") }
        return configuration
    }
}

/// CometBFT takes `--home` with every command, so scripts give it to those that need none, too.
struct UnusedHomeOptions: ParsableArguments {
    @Option(name: .long, help: .hidden)
    var home: String?
}
