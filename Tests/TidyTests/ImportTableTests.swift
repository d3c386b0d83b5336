import Foundation
import Testing

/// The architecture as a table: what each target may import of ours, and of others.
///
/// SwiftPM does not refuse an import of a target that is not declared as a dependency, so this test does.
private let table: [String: (ours: Set<String>, others: Set<String>)] = [
    // Layer 0: values
    "Invariants": ([], ["Glibc"]),
    "Wire": (["Invariants"], []),
    "JSON": (["Wire", "Invariants"], []),
    "Cryptography": (["Wire", "Invariants"], ["CSodium", "CSecp256k1", "CLibcrypto"]),
    "Chain": (["Wire", "JSON", "Cryptography", "Invariants"], []),
    "PeerMessages": (["Wire", "JSON", "Cryptography", "Chain", "Invariants"], []),
    "ABCI": (["Wire", "JSON", "Cryptography", "Chain", "Invariants"], []),
    "MerkleMap": (["Wire", "Cryptography", "Chain", "ABCI", "Invariants"], []),
    "Transactions": (["Wire", "JSON", "Cryptography", "Chain", "Invariants"], []),
    // Layer 1: machines
    "LightClient": (["Wire", "JSON", "Cryptography", "Chain", "Invariants"], []),
    "Execution": (["Wire", "JSON", "Cryptography", "Chain", "ABCI", "Invariants"], []),
    "KVStore": (["Wire", "JSON", "Cryptography", "Chain", "ABCI", "Invariants"], ["HashTreeCollections"]),
    "ContentRegistry": (
        ["Wire", "JSON", "Cryptography", "Chain", "ABCI", "MerkleMap", "Transactions", "Invariants"], []
    ),
    "Mempool": (["Cryptography", "Chain", "ABCI", "Invariants"], []),
    "Evidence": (["Cryptography", "Chain"], []),
    "Sync": (["Cryptography", "Chain", "PeerMessages"], []),
    "Consensus": (["Wire", "Cryptography", "Chain", "PeerMessages", "Invariants"], []),
    "PeerProtocol": (["Wire", "JSON", "Cryptography", "Chain", "PeerMessages", "Invariants"], []),
    // Layer 2: the engine
    "Engine": (
        [
            "Wire", "Cryptography", "Chain", "PeerMessages", "ABCI", "Consensus", "Mempool", "Evidence", "Sync",
            "Execution", "Invariants",
        ], []
    ),
    "Recording": (
        [
            "Wire", "Cryptography", "Chain", "PeerMessages", "ABCI", "Consensus", "Mempool", "Evidence", "Sync",
            "Execution",
            "Engine",
        ], ["CChecksum"]
    ),
    "Checkpoints": (["Wire", "Cryptography", "Chain", "PeerMessages", "MerkleMap", "Execution"], []),
    // Layer 3: shells
    "Store": (
        ["Wire", "Cryptography", "Chain", "ABCI", "Evidence", "Execution", "Invariants"],
        ["Glibc", "CLMDB", "CChecksum", "Synchronization"]
    ),
    "Files": ([], ["Glibc"]),
    "Signer": (["Wire", "JSON", "Cryptography", "Chain", "Files", "Invariants"], ["Synchronization"]),
    "Keyring": (
        ["Wire", "JSON", "Cryptography", "Chain", "Transactions", "Files", "Invariants"], ["CSodium", "Glibc"]
    ),
    "RegistryClient": (
        [
            "Wire", "JSON", "Cryptography", "Chain", "ABCI", "Transactions", "MerkleMap", "ContentRegistry",
            "LightClient", "Invariants",
        ], ["Glibc"]
    ),
    "NodeSettings": (
        ["Wire", "JSON", "Cryptography", "Chain", "PeerMessages", "Files", "Signer", "Invariants"], ["Glibc"]
    ),
    "RPC": (
        ["Wire", "JSON", "Cryptography", "Chain", "PeerMessages", "ABCI", "Invariants"],
        ["NIOCore", "NIOPosix", "NIOHTTP1", "NIOWebSocket", "Glibc", "Synchronization"]
    ),
    "RESTGateway": (["Wire", "JSON", "Cryptography", "Chain", "PeerMessages", "ABCI", "Transactions", "RPC"], []),
    "Monitoring": ([], ["NIOCore", "NIOPosix", "NIOHTTP1", "Glibc", "Synchronization"]),
    "P2P": (
        ["Wire", "Cryptography", "Chain", "PeerMessages", "PeerProtocol", "Invariants"],
        ["NIOCore", "NIOPosix", "Glibc", "Synchronization"]
    ),
    // Layer 4: runners
    "NodeRuntime": (
        [
            "Wire", "JSON", "Cryptography", "Chain", "PeerMessages", "ABCI", "Consensus", "Mempool", "Evidence",
            "Sync", "Execution", "KVStore", "Transactions", "ContentRegistry", "Engine", "Recording", "Files", "Signer",
            "Store", "Checkpoints", "MerkleMap", "RPC", "RESTGateway", "PeerProtocol", "P2P", "Monitoring",
            "Invariants",
        ], ["Foundation", "Dispatch", "Synchronization", "Glibc", "Logging"]
    ),
    "Conformance": (
        [
            "Wire", "JSON", "Cryptography", "Chain", "PeerMessages", "ABCI", "LightClient", "Mempool", "Execution",
            "KVStore", "PeerProtocol", "RPC", "Transactions", "Keyring", "Invariants",
        ], ["Glibc", "Synchronization"]
    ),
    "Simulator": (
        [
            "Wire", "Cryptography", "Chain", "PeerMessages", "ABCI", "Transactions", "Consensus", "Mempool", "Evidence",
            "Sync", "Execution", "KVStore", "ContentRegistry", "Engine", "Signer", "PeerProtocol", "Invariants",
        ], ["Synchronization"]
    ),
    // Layer 5: programs
    "daon-simulate": (["Simulator", "Recording", "Chain", "Engine", "Files"], ["ArgumentParser", "Glibc"]),
    "daon-conformance": (["Conformance"], ["ArgumentParser", "Glibc"]),
    "daon-node": (
        [
            "NodeRuntime", "NodeSettings", "Signer", "Store", "Files", "RPC", "Engine", "Consensus", "Mempool",
            "Evidence", "Checkpoints",
            "Execution", "Chain", "Cryptography", "JSON", "Wire", "Transactions", "Keyring", "RegistryClient",
            "LightClient", "ABCI", "PeerMessages", "PeerProtocol", "P2P",
        ], ["ArgumentParser", "Foundation", "Dispatch", "Logging", "Synchronization"]
    ),
]

@Suite("The import table")
struct ImportTableTests {
    @Test("Every file imports only what its target may")
    func imports() throws {
        for file in try SourceFile.all(below: "Sources") {
            guard let allowed = table[file.target] else {
                Issue.record("\(file.path): the target \(file.target) is not in the import table")
                continue
            }
            for module in file.imports where !allowed.ours.union(allowed.others).contains(module) {
                Issue.record("\(file.path): \(file.target) may not import \(module)")
            }
        }
    }

    @Test("Every target in the table exists and every module it may import of ours is in the table")
    func tableIsTrue() throws {
        let targets = Set(try SourceFile.all(below: "Sources").map(\.target))
        #expect(Set(table.keys).subtracting(targets).sorted() == [])
        for (target, allowed) in table {
            #expect(allowed.ours.subtracting(table.keys).sorted() == [], "\(target)")
        }
    }

    @Test("No two targets import each other, directly or in a circle")
    func noCircles() {
        var settled: Set<String> = []
        var remaining = table
        while !remaining.isEmpty {
            let ready = remaining.filter { $0.value.ours.isSubset(of: settled) }.map(\.key)
            if ready.isEmpty {
                Issue.record("a circle among \(remaining.keys.sorted())")
                return
            }
            settled.formUnion(ready)
            for target in ready { remaining[target] = nil }
        }
    }
}
