// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// A Swift target under Sources/ with the project's settings.
func layer(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func program(_ name: String, _ dependencies: [Target.Dependency], path: String? = nil) -> Target {
    .executableTarget(name: name, dependencies: dependencies, path: path, swiftSettings: strict)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// A product of swift-nio.
func nio(_ product: String) -> Target.Dependency {
    .product(name: product, package: "swift-nio")
}

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let hashTrees = Target.Dependency.product(name: "HashTreeCollections", package: "swift-collections")

let targets: [Target] = [
    // C libraries
    .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
    .systemLibrary(name: "CSecp256k1", pkgConfig: "libsecp256k1", providers: [.apt(["libsecp256k1-dev"])]),
    .systemLibrary(name: "CLMDB", pkgConfig: "lmdb", providers: [.apt(["liblmdb-dev"])]),
    .systemLibrary(name: "CLibcrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .target(name: "CChecksum"),
    // Layer 0: values
    layer("Invariants"),
    layer("Wire", ["Invariants"]),
    layer("JSON", ["Wire", "Invariants"]),
    layer("Cryptography", ["Wire", "Invariants", "CSodium", "CSecp256k1", "CLibcrypto"]),
    layer("Chain", ["Wire", "JSON", "Cryptography", "Invariants"]),
    layer("PeerMessages", ["Wire", "JSON", "Cryptography", "Chain", "Invariants"]),
    layer("ABCI", ["Wire", "JSON", "Cryptography", "Chain", "Invariants"]),
    layer("MerkleMap", ["Wire", "Cryptography", "Chain", "ABCI", "Invariants"]),
    layer("Transactions", ["Wire", "JSON", "Cryptography", "Chain", "Invariants"]),
    // Layer 1: machines
    layer("Mempool", ["Cryptography", "Chain", "ABCI", "Invariants"]),
    layer("Evidence", ["Cryptography", "Chain"]),
    layer("Sync", ["Cryptography", "Chain", "PeerMessages"]),
    layer("Consensus", ["Wire", "Cryptography", "Chain", "PeerMessages", "Invariants"]),
    layer("PeerProtocol", ["Wire", "JSON", "Cryptography", "Chain", "PeerMessages", "Invariants"]),
    layer("LightClient", ["Wire", "Cryptography", "Chain", "Invariants"]),
    layer("Execution", ["Wire", "JSON", "Cryptography", "Chain", "ABCI", "Invariants"]),
    layer("KVStore", ["Wire", "JSON", "Cryptography", "Chain", "ABCI", "Invariants", hashTrees]),
    layer(
        "ContentRegistry",
        ["Wire", "JSON", "Cryptography", "Chain", "ABCI", "MerkleMap", "Transactions", "Invariants"]),
    // Layer 2: the engine
    layer(
        "Engine",
        [
            "Wire", "Cryptography", "Chain", "PeerMessages", "ABCI", "Consensus", "Mempool", "Evidence", "Sync",
            "Execution", "Invariants",
        ]),
    layer(
        "Recording",
        [
            "Wire", "Cryptography", "Chain", "PeerMessages", "ABCI", "Consensus", "Mempool", "Evidence", "Sync",
            "Execution",
            "Engine", "CChecksum",
        ]),
    layer(
        "Checkpoints", ["Wire", "Cryptography", "Chain", "PeerMessages", "MerkleMap", "Execution"]),
    // Layer 3: shells
    layer(
        "Store",
        ["Wire", "Cryptography", "Chain", "ABCI", "Evidence", "Execution", "Invariants", "CLMDB", "CChecksum"]),
    layer("Files"),
    layer("Signer", ["Wire", "JSON", "Cryptography", "Chain", "Files", "Invariants"]),
    layer(
        "Keyring", ["Wire", "JSON", "Cryptography", "Chain", "Transactions", "Files", "Invariants", "CSodium"]),
    layer("NodeSettings", ["Wire", "JSON", "Cryptography", "Chain", "PeerMessages", "Files", "Signer", "Invariants"]),
    layer(
        "RPC",
        [
            "Wire", "JSON", "Cryptography", "Chain", "PeerMessages", "ABCI", "Invariants", nio("NIOCore"),
            nio("NIOPosix"), nio("NIOHTTP1"), nio("NIOWebSocket"),
        ]),
    layer(
        "RESTGateway",
        ["Wire", "JSON", "Cryptography", "Chain", "PeerMessages", "ABCI", "Transactions", "RPC"]),
    layer("Monitoring", [nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1")]),
    layer(
        "RegistryClient",
        [
            "Wire", "JSON", "Cryptography", "Chain", "ABCI", "Transactions", "MerkleMap", "ContentRegistry",
            "LightClient", "Invariants",
        ]),
    layer(
        "P2P",
        [
            "Wire", "Cryptography", "Chain", "PeerMessages", "PeerProtocol", "Invariants", nio("NIOCore"),
            nio("NIOPosix"),
        ]),
    // Layer 4: runners
    layer(
        "NodeRuntime",
        [
            "Wire", "JSON", "Cryptography", "Chain", "PeerMessages", "ABCI", "Consensus", "Mempool", "Evidence", "Sync",
            "Execution", "KVStore", "Transactions", "ContentRegistry", "Engine", "Recording", "Files", "Signer",
            "Store", "Checkpoints", "MerkleMap",
            "RPC", "RESTGateway", "PeerProtocol", "P2P", "Monitoring", "Invariants", logging,
        ]),
    layer(
        "Conformance",
        [
            "Wire", "JSON", "Cryptography", "Chain", "PeerMessages", "ABCI", "LightClient", "Execution", "KVStore",
            "Mempool", "PeerProtocol", "RPC", "Transactions", "Keyring", "Invariants",
        ]),
    layer(
        "Simulator",
        [
            "Wire", "Cryptography", "Chain", "PeerMessages", "ABCI", "Transactions", "Consensus", "Mempool", "Evidence",
            "Sync", "Execution", "KVStore", "ContentRegistry", "Engine", "Signer", "PeerProtocol", "Invariants",
        ]),
    // Layer 5: programs
    program("daon-simulate", ["Simulator", "Recording", "Chain", "Engine", "Files", argumentParser]),
    program(
        "daon-node",
        [
            "NodeRuntime", "NodeSettings", "Signer", "Store", "Files", "RPC", "Engine", "Consensus", "Mempool",
            "Evidence", "Checkpoints",
            "Execution", "Chain", "Cryptography", "JSON", "Wire", "Transactions", "Keyring", "RegistryClient",
            "LightClient", "ABCI", "PeerMessages", "PeerProtocol", "P2P", argumentParser, logging,
        ]),
    program("daon-conformance", ["Conformance", argumentParser]),
    .target(name: "CMallocCount", path: "Benchmarks/CMallocCount"),
    program(
        "value-benchmark",
        ["Wire", "JSON", "Cryptography", "Chain", "CMallocCount", "CSodium"],
        path: "Benchmarks/ValueBenchmark"),
    program(
        "store-benchmark", ["StoreFixtures", "Store", "Execution", "ABCI", "Chain", "Wire"],
        path: "Benchmarks/StoreBenchmark"),
    program(
        "state-benchmark",
        ["StoreFixtures", "Store", "MerkleMap", "Execution", "ABCI", "Chain", "Cryptography", "Wire"],
        path: "Benchmarks/StateBenchmark"),
    program(
        "registry-benchmark",
        [
            "StoreFixtures", "Store", "ContentRegistry", "Transactions", "Execution", "ABCI", "Chain", "Cryptography",
            "Wire", argumentParser,
        ],
        path: "Benchmarks/RegistryBenchmark"),
    program(
        "sync-benchmark",
        [
            "Engine", "Sync", "Store", "Evidence", "Execution", "KVStore", "Consensus", "PeerMessages", "ABCI",
            "Chain", "Cryptography", "Wire", argumentParser,
        ], path: "Benchmarks/SyncBenchmark"),
    program(
        "node-benchmark",
        ["HostilePeers", "PeerMessages", "Transactions", "Chain", "Cryptography", "Wire", argumentParser],
        path: "Benchmarks/NodeBenchmark"),
    .target(name: "CFuzzer", path: "Tests/CFuzzer"),
    program(
        "daon-fuzz",
        [
            "Wire", "JSON", "Cryptography", "Chain", "PeerMessages", "PeerProtocol", "ABCI", "KVStore", "Transactions",
            "ContentRegistry", "Checkpoints", "MerkleMap", "Execution", "RPC", "RESTGateway", "CFuzzer",
            "CMallocCount", "CSodium",
        ],
        path: "Tests/DecoderFuzz"),
    // Tests
    .target(name: "TestFolders", path: "Tests/TestFolders", swiftSettings: strict),
    .target(
        name: "HostilePeers", dependencies: ["PeerProtocol", "PeerMessages", "Chain", "Cryptography", "Wire"],
        path: "Tests/HostilePeers", swiftSettings: strict),
    tests("WireTests", ["Wire"]),
    tests("JSONTests", ["JSON", "Wire"]),
    tests("CryptographyTests", ["Cryptography", "Wire"]),
    tests("ChainTests", ["Chain", "Wire", "JSON", "Cryptography"]),
    tests("PeerMessagesTests", ["PeerMessages", "Chain", "Wire", "JSON", "Cryptography"]),
    tests("PeerProtocolTests", ["PeerProtocol", "PeerMessages", "Chain", "Wire", "JSON", "Cryptography"]),
    tests(
        "P2PTests",
        ["P2P", "PeerProtocol", "PeerMessages", "Chain", "Wire", "Cryptography", nio("NIOCore"), nio("NIOPosix")]),
    tests("ABCITests", ["ABCI", "Chain", "Wire", "JSON", "Cryptography"]),
    tests("MerkleMapTests", ["MerkleMap", "ABCI", "Chain", "Wire", "Cryptography"]),
    tests("TransactionsTests", ["Transactions", "Chain", "Wire", "JSON", "Cryptography"]),
    tests("KeyringTests", ["TestFolders", "Keyring", "Transactions", "Files", "Cryptography", "JSON", "Wire"]),
    tests(
        "RegistryClientTests",
        [
            "RegistryClient", "RPC", "ContentRegistry", "MerkleMap", "Transactions", "LightClient", "PeerMessages",
            "ABCI",
            "Chain", "Wire", "JSON", "Cryptography",
        ]),
    tests("MempoolTests", ["Mempool", "ABCI", "Chain", "Wire", "Cryptography"]),
    tests("SyncTests", ["Sync", "PeerMessages", "Chain", "Wire", "Cryptography"]),
    tests("EvidenceTests", ["Evidence", "Chain", "Wire", "Cryptography"]),
    tests(
        "EngineTests",
        [
            "Engine", "Consensus", "PeerMessages", "Mempool", "Evidence", "Sync", "Execution", "KVStore", "ABCI",
            "Chain", "Wire", "Cryptography",
        ]),
    tests(
        "RecordingTests",
        [
            "Recording", "Simulator", "Engine", "Consensus", "PeerMessages", "Mempool", "Evidence", "Sync", "Execution",
            "KVStore", "ABCI", "Chain", "Wire", "Cryptography",
        ]),
    tests("SimulatorTests", ["Simulator"]),
    tests("ConsensusTests", ["Consensus", "PeerMessages", "Chain", "Wire", "Cryptography"]),
    tests("LightClientTests", ["LightClient", "Chain", "Wire", "Cryptography"]),
    tests("ExecutionTests", ["Execution", "KVStore", "ABCI", "Chain", "Wire", "JSON", "Cryptography"]),
    tests("KVStoreTests", ["KVStore", "ABCI", "Chain", "Wire", "JSON", "Cryptography"]),
    tests(
        "ContentRegistryTests",
        ["ContentRegistry", "Transactions", "MerkleMap", "ABCI", "Chain", "Wire", "JSON", "Cryptography"]),
    .target(
        name: "CheckpointFixtures",
        dependencies: ["Checkpoints", "MerkleMap", "Execution", "ABCI", "Chain", "Wire", "Cryptography"],
        path: "Tests/CheckpointFixtures", swiftSettings: strict),
    tests(
        "CheckpointsTests",
        [
            "CheckpointFixtures", "Checkpoints", "PeerMessages", "MerkleMap", "Execution", "ABCI", "Chain", "Wire",
            "Cryptography",
        ]),
    tests("FilesTests", ["TestFolders", "Files"]),
    tests("SignerTests", ["TestFolders", "Signer", "Files", "Chain", "Wire", "JSON", "Cryptography"]),
    tests(
        "NodeSettingsTests",
        ["TestFolders", "NodeSettings", "Signer", "Files", "Chain", "Wire", "JSON", "Cryptography"]),
    .target(
        name: "StoreFixtures",
        dependencies: ["Store", "Execution", "Evidence", "ABCI", "Chain", "Wire", "Cryptography"],
        path: "Tests/StoreFixtures", swiftSettings: strict),
    program("store-child", ["StoreFixtures", "Store", "Execution", "ABCI", "Chain", "Wire"], path: "Tests/StoreChild"),
    tests(
        "StoreTests",
        [
            "StoreFixtures", "store-child", "Store", "MerkleMap", "Conformance", "Execution", "Evidence", "KVStore",
            "ABCI", "Chain",
            "Wire", "JSON", "Cryptography",
        ]),
    tests(
        "RPCTests",
        [
            "RPC", "ABCI", "PeerMessages", "Chain", "Wire", "JSON", "Cryptography", nio("NIOCore"), nio("NIOPosix"),
            nio("NIOHTTP1"),
        ]),
    tests(
        "RESTGatewayTests",
        [
            "RESTGateway", "RPC", "ContentRegistry", "Transactions", "MerkleMap", "PeerMessages", "ABCI", "Chain",
            "Wire",
            "JSON", "Cryptography",
        ]),
    tests(
        "ConformanceTests",
        [
            "Conformance", "Execution", "KVStore", "LightClient", "PeerMessages", "ABCI", "Chain", "Wire", "JSON",
            "Cryptography",
        ], resources: [.copy("Vectors")]),
    tests(
        "NodeRuntimeTests",
        [
            "TestFolders", "StoreFixtures", "CheckpointFixtures", "Checkpoints", "Files", "MerkleMap", "NodeRuntime",
            "Recording", "Store", "Execution", "Engine", "Sync",
            "Consensus", "PeerMessages", "RPC", "Signer", "ABCI", "Chain", "JSON", "Cryptography", "Wire", logging,
        ]),
    program(
        "peer-proxy",
        [
            "Signer", "PeerProtocol", "PeerMessages", "Chain", "Cryptography", "Wire", argumentParser, nio("NIOCore"),
            nio("NIOPosix"),
        ], path: "Tests/PeerProxy"),
    tests("PeerProxyTests", ["peer-proxy", "PeerProtocol", "PeerMessages", "Chain", "Cryptography", "Wire"]),
    .target(name: "CPowerCut", path: "Tests/PowerCut"),
    .target(name: "CSlowClock", path: "Tests/SlowClock"),
    .target(name: "CNamespace", path: "Tests/CNamespace"),
    .target(
        name: "WideAreaNetwork", dependencies: ["CNamespace"], path: "Tests/WideAreaNetwork", swiftSettings: strict),
    tests("MonitoringTests", ["Monitoring", nio("NIOCore"), nio("NIOPosix")]),
    tests("WideAreaNetworkTests", ["WideAreaNetwork"]),
    program("delay-line", ["WideAreaNetwork", argumentParser], path: "Tests/DelayLine"),
    program("datacenters", ["WideAreaNetwork", argumentParser], path: "Tests/Datacenters"),
    tests(
        "EndToEndTests",
        [
            "daon-node", "daon-simulate", "peer-proxy", "delay-line", "double-sign", "HostilePeers", "WideAreaNetwork",
            "PeerProtocol",
            "PeerMessages", "Transactions", "Chain", "Cryptography", "JSON", "Wire",
        ]),
    program(
        "double-sign",
        ["WideAreaNetwork", "Store", "Engine", "Consensus", "Chain", "Cryptography", argumentParser],
        path: "Tests/DoubleSign"),
    program("mutations", [argumentParser], path: "Tests/Mutations"),
    tests("TidyTests", ["mutations"]),
]

let package = Package(
    name: "daon",
    // Preloaded into the node by its tests.
    products: [
        .library(name: "PowerCut", type: .dynamic, targets: ["CPowerCut"]),
        .library(name: "SlowClock", type: .dynamic, targets: ["CSlowClock"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    ],
    targets: targets,
    swiftLanguageModes: [.v6]
)
