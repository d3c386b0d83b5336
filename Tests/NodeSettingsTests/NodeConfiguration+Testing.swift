import Foundation
import NodeSettings
import TestFolders

extension NodeConfiguration {
    /// The configuration that a file with this text gives.
    static func of(
        _ text: String, environment: [String: String] = [:], arguments: [String] = []
    ) throws -> (configuration: NodeConfiguration, warnings: [String]) {
        let folder = try TemporaryFolder()
        try folder.write(text, to: "config.toml")
        do {
            let (configuration, warnings) = try NodeConfiguration.read(
                folder.path("config.toml"), environment: environment, flags: try CommandLineSettings(arguments),
                defaults: NodeConfiguration())
            return (
                configuration, warnings.map { $0.description.replacingOccurrences(of: folder.path + "/", with: "") }
            )
        } catch {
            throw TestError(description: "\(error)".replacingOccurrences(of: folder.path + "/", with: ""))
        }
    }

    /// The one line with which a file with this text is refused.
    static func error(
        _ text: String, environment: [String: String] = [:], arguments: [String] = []
    ) -> String? {
        do {
            _ = try of(text, environment: environment, arguments: arguments)
            return nil
        } catch {
            return "\(error)"
        }
    }
}

/// An error as an operator sees it, without the folder's name.
struct TestError: Error, CustomStringConvertible {
    let description: String
}
