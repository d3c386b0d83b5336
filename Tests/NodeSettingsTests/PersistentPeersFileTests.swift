import Chain
import Files
import Foundation
import NodeSettings
import TestFolders
import Testing

@Suite("The file of persistent peers")
struct PersistentPeersFileTests {
    private static let one = String(repeating: "a", count: 40), two = String(repeating: "b", count: 40)

    private let folder: TemporaryFolder
    private let home: HomeDirectory

    init() throws {
        folder = try TemporaryFolder()
        home = HomeDirectory(folder.path("home"))
        try FileManager.default.createDirectory(atPath: folder.path("home/config"), withIntermediateDirectories: true)
    }

    private var file: PersistentPeersFile { home.persistentPeersFile }

    @Test("Without the file there are no peers in it; what is behind # and around lines does not count")
    func reading() throws {
        #expect(try file.read() == [])
        let text = "# ours\n\n  \(Self.one)@one:1 # the first\r\n\t\(Self.two)@two:2"
        try text.write(toFile: file.path, atomically: true, encoding: .utf8)
        #expect(try file.read() == ["\(Self.one)@one:1", "\(Self.two)@two:2"])
    }

    @Test("New peers are put in, one that is there gets its new address, and the rest of the file stays")
    func merging() throws {
        #expect(try file.merge(["\(Self.one)@one:1"]) == ["\(Self.one)@one:1"])
        #expect(try file.merge(["\(Self.one)@one:1"]) == [])
        let comment = "# ours\n\(Self.one)@one:1\n"
        try comment.write(toFile: file.path, atomically: true, encoding: .utf8)
        #expect(
            try file.merge(["\(Self.two)@two:2", "\(Self.one)@moved:1"]) == [
                "\(Self.two)@two:2", "\(Self.one)@moved:1",
            ])
        #expect(
            try String(contentsOfFile: file.path, encoding: .utf8)
                == "# ours\n\(Self.one)@moved:1\n\(Self.two)@two:2\n")
    }

    @Test("Those of the settings are taken besides; where both name a node, the file's address counts")
    func both() throws {
        var configuration = NodeConfiguration()
        configuration.peers.persistentPeers = ["\(Self.one)@old:1", "\(Self.two)@two:2"]
        #expect(try home.persistentPeers(configuration) == configuration.peers.persistentPeers)
        _ = try file.merge(["\(Self.one)@new:1"])
        #expect(try home.persistentPeers(configuration) == ["\(Self.one)@new:1", "\(Self.two)@two:2"])
    }

    @Test("What is no peer is refused with its line, and what is no text")
    func broken() throws {
        try "# one\n\(Self.one)\n".write(toFile: file.path, atomically: true, encoding: .utf8)
        let error = #expect(throws: FileError.self) { try file.read() }
        #expect(error.map { "\($0)" }?.contains("line 2") == true)
        try Data([0xff, 0xfe]).write(to: URL(filePath: file.path))
        #expect(throws: FileError.self) { try file.read() }
    }

    @Test("A home that joins has keys, and the peers in their file; its genesis comes later, and what is there stays")
    func joining() throws {
        let fresh = HomeDirectory(folder.path("fresh"))
        var configuration = NodeConfiguration(moniker: "here")
        configuration.peers.persistentPeers = ["\(Self.one)@one:1"]
        #expect(try fresh.initialize(NewHome(joiningWith: configuration)) == .created)
        #expect(
            try folder.names("fresh/config") == [
                "config.toml", "node_key.json", "persistent_peers", "priv_validator_key.json",
            ])
        let (settings, warnings) = try fresh.settings()
        #expect(warnings.isEmpty && settings.peers.persistentPeers.isEmpty)
        #expect(try fresh.persistentPeers(settings) == ["\(Self.one)@one:1"])
        let key = try folder.text("fresh/config/priv_validator_key.json")
        #expect(try fresh.initialize(NewHome(joiningWith: configuration)) == .complete)
        #expect(try folder.text("fresh/config/priv_validator_key.json") == key)
        // To make a chain of one's own in it is refused: a genesis is missing, and not for init to make.
        #expect(throws: FileError.self) {
            try fresh.initialize(NewHome(chainID: "x", time: .unixEpoch, configuration: configuration))
        }
    }
}
