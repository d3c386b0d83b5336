import Chain
import Files
import Foundation
import NodeSettings
import Signer
import TestFolders
import Testing

@Suite("Making a home")
struct HomeTests {
    private let folder: TemporaryFolder
    private let home: HomeDirectory

    init() throws {
        folder = try TemporaryFolder()
        home = HomeDirectory(folder.path("home"))
    }

    private func new(
        _ chainID: ChainID = "daon-test", faultModel: FaultModel = .byzantine,
        configuration: NodeConfiguration = NodeConfiguration(moniker: "here")
    ) -> NewHome {
        NewHome(chainID: chainID, time: .unixEpoch, faultModel: faultModel, configuration: configuration)
    }

    /// Every file below the folder, with its content.
    private func content() throws -> [String: String] {
        var content: [String: String] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
            content[name] = try? folder.text(name)
        }
        return content
    }

    private func expectComplete() throws {
        #expect(try folder.names("home") == ["config", "data"])
        #expect(
            try folder.names("home/config") == [
                "config.toml", "genesis.json", "node_key.json", "priv_validator_key.json",
            ])
        #expect(try folder.names("home/data") == ["priv_validator_state.json"])
        let (configuration, warnings) = try home.settings()
        #expect(configuration.moniker == "here")
        #expect(warnings.isEmpty)
        let files = home.files(configuration)
        let (key, keyWarnings) = try ValidatorKey.read(files.validatorKey)
        let genesis = try Genesis.read(files.genesis, now: .unixEpoch).document
        #expect(genesis.validators.map(\.publicKey) == [key.publicKey])
        #expect(genesis.validators.map(\.power) == [10])
        #expect(try NodeKey.read(files.nodeKey).warnings.isEmpty)
        #expect(try SignStateFile.read(files.signState) == .start)
        #expect(keyWarnings.isEmpty)
    }

    @Test("A home is made where there was none, with folders around it")
    func create() throws {
        let deep = HomeDirectory(folder.path("a/b/home"))
        #expect(try deep.initialize(new()) == .created)
        #expect(try folder.names("a/b") == ["home"])
        #expect(try home.initialize(new()) == .created)
        try expectComplete()
        #expect(try folder.names() == ["a", "home"])
        #expect(try folder.mode("home") == 0o700)
        #expect(try folder.mode("home/config/priv_validator_key.json") == 0o600)
        #expect(try folder.mode("home/config/node_key.json") == 0o600)
        #expect(try folder.mode("home/config/genesis.json") == 0o644)
    }

    @Test("A home is made in a folder that exists, as in an empty volume")
    func createInside() throws {
        try Folder.create(home.path)
        try Folder.create(folder.path("home/data"))
        try Folder.create(folder.path("home/config"))
        #expect(try home.initialize(new()) == .created)
        try expectComplete()
        #expect(try folder.names() == ["home"])
    }

    @Test("Another file in the folder is no hindrance, and stays")
    func otherFiles() throws {
        try Folder.create(home.path)
        try folder.write("x", to: "home/notes")
        #expect(try home.initialize(new()) == .created)
        #expect(try folder.names("home") == ["config", "data", "notes"])
        #expect(try folder.text("home/notes") == "x")
    }

    @Test("A home that is there is left as it is")
    func complete() throws {
        _ = try home.initialize(new())
        let before = try content()
        #expect(try home.initialize(new("another-chain")) == .complete)
        #expect(try content() == before)
    }

    @Test("A home with other places for its files is known as one")
    func otherPlaces() throws {
        _ = try home.initialize(new())
        var configuration = try home.settings().configuration
        configuration.genesisFile = folder.path("shared-genesis.json")
        try folder.write(configuration.text, to: "home/config/config.toml")
        try Folder.move(folder.path("home/config/genesis.json"), to: folder.path("shared-genesis.json"))
        #expect(try home.initialize(new()) == .complete)
    }

    @Test(
        "A home that lacks something is named with what it lacks, and left as it is",
        arguments: [
            "config/config.toml", "config/genesis.json", "config/node_key.json", "config/priv_validator_key.json",
            "data/priv_validator_state.json",
        ])
    func partial(missing: String) throws {
        _ = try home.initialize(new())
        try Folder.removeAll("\(home.path)/\(missing)")
        let before = try content()
        let error = try #require(throws: FileError.self) { try home.initialize(new()) }
        #expect(error.description.hasPrefix("\(home.path): has config/"))
        #expect(
            error.description.hasSuffix(
                "but lacks \(missing); bring the missing files from your copy, or choose another folder with --home"))
        #expect(try content() == before)
    }

    @Test("Folders that hold something else are named, and nothing is made")
    func foreignFolders() throws {
        for name in ["config", "data"] {
            let home = HomeDirectory(folder.path("home-\(name)"))
            try Folder.createAll("\(home.path)/\(name)")
            try folder.write("x", to: "home-\(name)/\(name)/app.toml")
            let error = try #require(throws: FileError.self) { try home.initialize(new()) }
            #expect(
                error.description
                    == "\(home.path)/\(name): holds app.toml; move that away, or choose another folder with --home")
            #expect(try folder.names("home-\(name)") == [name])
        }
        try folder.write("x", to: "file")
        #expect(throws: FileError.self) { try HomeDirectory(folder.path("file")).initialize(new()) }
        #expect(try folder.text("file") == "x")
    }

    @Test("Settings that cannot be read keep a home from being judged")
    func brokenSettings() throws {
        _ = try home.initialize(new())
        try folder.write("moniker = 1.5", to: "home/config/config.toml")
        let error = try #require(throws: FileError.self) { try home.initialize(new()) }
        #expect(
            error.description
                == "\(home.configurationFile):1: moniker: is a number with a fraction; write a text in quotes")
    }

    @Test("What an interrupted attempt left beside the home's place does not count")
    func interruptedBeside() throws {
        _ = try HomeDraft(of: new("left-over"), at: home.path + ".init")
        #expect(try Folder.entry(at: home.path) == .absent)
        try Folder.removeAll(folder.path("home.init/config/genesis.json"))
        try folder.write("half", to: "home.init/config/node_key.json.tmp")
        #expect(try home.initialize(new()) == .created)
        try expectComplete()
        #expect(try folder.names() == ["home"])
        #expect(try Genesis.read(folder.path("home/config/genesis.json"), now: .zero).document.chainID == "daon-test")
    }

    @Test("An attempt inside a folder can be interrupted after each of its steps")
    func interruptedInside() throws {
        try Folder.create(home.path)
        _ = try HomeDraft(of: new("left-over"), at: folder.path("home/.init"))
        try Folder.move(folder.path("home/.init/data"), to: folder.path("home/data"))
        #expect(try home.initialize(new()) == .created)
        try expectComplete()
        // After the last step only the empty folder is left.
        try Folder.create(folder.path("home/.init"))
        #expect(try home.initialize(new()) == .complete)
    }

    @Test("A state that says something was signed is no left-over")
    func signedState() throws {
        try Folder.createAll(folder.path("home/data"))
        let state = SignState(upTo: SignPosition(height: 1, round: 0, step: .propose))
        try SignStateFile.replace(folder.path("home/data/priv_validator_state.json"), with: state)
        let error = try #require(throws: FileError.self) { try home.initialize(new()) }
        #expect(error.description.contains("has data/priv_validator_state.json but lacks config/genesis.json, "))
    }

    @Test("Two processes do not build in one place, and a stranger's folder is not removed")
    func busy() throws {
        let other = try HomeDraft(of: new(), at: home.path + ".init")
        let error = try #require(throws: FileError.self) { try home.initialize(new()) }
        #expect(error.description == "\(home.path).init: another process is making this home; wait for it, or end it")
        try other.publish(as: home.path)
        #expect(try home.initialize(new()) == .complete)
        let second = HomeDirectory(folder.path("second"))
        try Folder.create(folder.path("second.init"))
        try folder.write("x", to: "second.init/letters")
        #expect(throws: FileError.self) { try second.initialize(new()) }
        #expect(try folder.text("second.init/letters") == "x")
    }

    @Test("The genesis names the chain and its fault model")
    func genesis() throws {
        _ = try home.initialize(new("a-chain", faultModel: .crash))
        let document = try Genesis.read(folder.path("home/config/genesis.json"), now: .zero).document
        #expect(document.chainID == "a-chain")
        #expect(document.consensusParameters?.faultModel == .crash)
        #expect(document.time == .unixEpoch)
        #expect(document.initialHeight == 1)
        #expect(try folder.text("home/config/genesis.json").hasSuffix("\n  \"app_hash\": \"\"\n}"))
    }

    @Test("Names that are none for a chain", arguments: ["", "a b", "ü", String(repeating: "x", count: 51), "a\n"])
    func badChainID(name: String) throws {
        let error = try #require(throws: FileError.self) {
            try home.initialize(new(ChainID(stringLiteral: name)))
        }
        #expect(error.field == "chain_id")
        #expect(!error.description.contains("\n"))
        #expect(try folder.names() == [])
    }

    @Test("A chain without a name gets one of letters and digits")
    func randomChainID() {
        var generator = SystemRandomNumberGenerator()
        let first = NewHome.chainID(using: &generator).description
        #expect(first.hasPrefix("daon-"))
        #expect(first.count == 11)
        #expect(first.dropFirst(5).allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) })
        #expect(NewHome.chainID(using: &generator).description != first)
    }

    @Test("A home's settings keep its files at their usual places")
    func usualPlaces() throws {
        var configuration = NodeConfiguration(moniker: "here")
        configuration.genesisFile = "/elsewhere"
        configuration.rpc.listenAddress = "tcp://127.0.0.1:1"
        _ = try home.initialize(new(configuration: configuration))
        try expectComplete()
        #expect(try home.settings().configuration.rpc.listenAddress == "tcp://127.0.0.1:1")
    }
}
