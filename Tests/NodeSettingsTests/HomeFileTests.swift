import Chain
import Files
import Foundation
import NodeSettings
import Signer
import TestFolders
import Testing

@Suite("The files of a home")
struct HomeFileTests {
    private let folder: TemporaryFolder
    private let home: HomeDirectory

    init() throws {
        folder = try TemporaryFolder()
        home = HomeDirectory(folder.path("home"))
        let new = NewHome(chainID: "daon-test", time: .unixEpoch, configuration: NodeConfiguration(moniker: "here"))
        _ = try home.initialize(new)
    }

    private func genesisError(_ text: String) throws -> String {
        try folder.write(text, to: "genesis.json")
        return try #require(throws: FileError.self) { try Genesis.read(folder.path("genesis.json"), now: .unixEpoch) }
            .description.replacingOccurrences(of: folder.path + "/", with: "")
    }

    @Test("Paths begin at the home, unless they begin at the root; those of TLS begin at its settings")
    func paths() {
        var configuration = NodeConfiguration()
        configuration.genesisFile = "/etc/genesis.json"
        configuration.dataFolder = "db"
        let files = HomeDirectory("/h").files(configuration)
        #expect(files.genesis == "/etc/genesis.json")
        #expect(files.dataFolder == "/h/db")
        #expect(files.validatorKey == "/h/config/priv_validator_key.json")
        #expect(files.signState == "/h/data/priv_validator_state.json")
        #expect(files.nodeKey == "/h/config/node_key.json")
        #expect(files.addressBook == "/h/config/addrbook.json")
        #expect(files.tlsCertificate == "" && files.tlsKey == "")
        configuration.rpc.tlsCertificateFile = "cert.pem"
        #expect(HomeDirectory("/h").files(configuration).tlsCertificate == "")
        configuration.rpc.tlsKeyFile = "/key.pem"
        #expect(HomeDirectory("/h").files(configuration).tlsCertificate == "/h/config/cert.pem")
        #expect(HomeDirectory("/h").files(configuration).tlsKey == "/key.pem")
    }

    @Test("A home without settings has the defaults, and a warning")
    func noSettings() throws {
        try Folder.removeAll(home.configurationFile)
        let (configuration, warnings) = try home.settings(environment: ["DAON_MONIKER": "m"])
        #expect(configuration == NodeConfiguration(moniker: "m"))
        #expect(warnings.map(\.description) == ["\(home.configurationFile): there is no such file, defaults are used"])
    }

    @Test(
        "A broken genesis is refused with the field, or CometBFT's words, and a remedy",
        arguments: [
            ("", "genesis.json: "), ("{", "genesis.json: "),
            (#"{"chain_id":7}"#, "genesis.json: chain_id: "),
            (#"{"chain_id":""}"#, "genesis.json: genesis doc must include non-empty chain_id; "),
            (#"{"chain_id":"c","initial_height":"-1"}"#, "genesis.json: initial_height cannot be negative (got -1); "),
            (#"{"chain_id":"c","genesis_time":"now"}"#, "genesis.json: genesis_time: "),
            (
                #"{"chain_id":"c","consensus_params":{"block":{"max_bytes":7}}}"#,
                "genesis.json: consensus_params.block.max_bytes: "
            ),
            (#"{"chain_id":"c","consensus_params":{}}"#, "genesis.json: block.MaxBytes cannot be 0; "),
            (#"{"chain_id":"c","validators":[{"power":"1"}]}"#, "genesis.json: validators[0].pub_key: "),
        ])
    func brokenGenesis(text: String, expected: String) throws {
        let error = try genesisError(text)
        #expect(error.hasPrefix(expected), "\(error)")
        #expect(error.hasSuffix("copy genesis.json from a node of this chain"))
        #expect(!error.contains("\n"))
    }

    @Test("A genesis with one validator twice is refused")
    func twice() throws {
        let text = try folder.text("home/config/genesis.json")
        let start = try #require(text.range(of: "\"validators\": ["))
        let end = try #require(text.range(of: "\n  ],", range: start.upperBound..<text.endIndex))
        let validator = text[start.upperBound..<end.lowerBound]
        let error = try genesisError(text.replacingCharacters(in: end, with: "," + validator + "\n  ],"))
        #expect(error.contains("duplicate entry"), "\(error)")
    }

    @Test("A missing genesis says where to get one")
    func missingGenesis() throws {
        let error = try #require(throws: FileError.self) { try Genesis.read(folder.path("none"), now: .zero) }
        #expect(
            error.description.hasSuffix(
                "No such file or directory; copy genesis.json from a node of this chain; or name its peers in "
                    + "PERSISTENT_PEERS, and it is fetched; or make a chain with daon-node init"
            ))
    }

    @Test("The application's state stays as it is written, and the file's hash is that of its bytes")
    func applicationState() throws {
        let state = "{ \"b\" : [1,\n 2], \"a\":\"<x>\" }"
        let text = #"{"chain_id":"c","app_state":"# + state + "}"
        try folder.write(text, to: "genesis.json")
        let genesis = try Genesis.read(folder.path("genesis.json"), now: .unixEpoch)
        #expect(genesis.document.appState == Array(state.utf8))
        #expect(genesis.fileHash == GenesisDocument.hash(ofFile: Array(text.utf8)))
        #expect(genesis.document.time == .unixEpoch)
    }

    @Test("A genesis cut at any length is refused and never traps")
    func truncatedGenesis() throws {
        let text = try folder.text("home/config/genesis.json")
        for count in stride(from: 0, to: text.utf8.count, by: 7) { _ = try genesisError(String(text.prefix(count))) }
    }

    @Test("A reset removes what grew and the address book, and forgets what was signed; keys and settings stay")
    func reset() throws {
        let kept = ["config.toml", "genesis.json", "node_key.json", "priv_validator_key.json"]
        let before = try kept.map { try folder.text("home/config/\($0)") }
        let statePath = folder.path("home/data/priv_validator_state.json")
        try SignStateFile.replace(statePath, with: SignState(upTo: SignPosition(height: 9, round: 0, step: .propose)))
        for name in ["home/data/chain.lmdb", "home/data/consensus.log"] {
            try Folder.create(folder.path(name))
            try folder.write("x", to: name + "/file")
        }
        try folder.write("x", to: "home/data/.lock")
        try folder.write("x", to: "home/config/addrbook.json")
        try home.unsafeReset(NodeConfiguration(), keepsAddressBook: true)
        #expect(try folder.names("home/config") == ["addrbook.json"] + kept)
        try home.unsafeReset(NodeConfiguration())
        #expect(try folder.names("home/config") == kept)
        #expect(try kept.map { try folder.text("home/config/\($0)") } == before)
        #expect(try folder.names("home/data") == [".lock", "priv_validator_state.json"])
        #expect(try SignStateFile.read(statePath) == .start)
        #expect(
            try home.initialize(NewHome(chainID: "x", time: .zero, configuration: NodeConfiguration())) == .complete)
    }

    @Test("A reset works without a data folder, and with one elsewhere")
    func resetElsewhere() throws {
        try Folder.removeAll(folder.path("home/data"))
        try home.unsafeReset(NodeConfiguration())
        #expect(try folder.names("home/data") == ["priv_validator_state.json"])
        var configuration = NodeConfiguration()
        configuration.dataFolder = folder.path("disk")
        try Folder.create(folder.path("disk"))
        try folder.write("x", to: "disk/blocks")
        try home.unsafeReset(configuration)
        #expect(try folder.names("disk") == [])
        #expect(try SignStateFile.read(folder.path("home/data/priv_validator_state.json")) == .start)
    }

    @Test(
        "A reset never removes a folder that holds keys or settings", arguments: [".", "..", "/", "config", "data/.."])
    func resetRefused(place: String) throws {
        var configuration = NodeConfiguration()
        configuration.dataFolder = place
        let error = try #require(throws: FileError.self) { try home.unsafeReset(configuration) }
        #expect(error.field == "db_dir")
        #expect(try folder.names("home") == ["config", "data"])
        #expect(try folder.names("home/config").count == 4)
    }
}
