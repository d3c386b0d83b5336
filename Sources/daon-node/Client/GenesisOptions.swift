import ArgumentParser
import Chain
import Cryptography
import Files
import Foundation
import JSON
import NodeRuntime
import NodeSettings
import RegistryClient
import Wire

/// Which chain a node is on, and where its genesis is from when there is none yet.
struct GenesisOptions: ParsableArguments {
    @Option(name: .customLong("chain-id"), help: "The chain that it must be (or CHAIN_ID); any, when it is not given.")
    var chainID: String?

    @Option(
        name: .customLong("genesis-url"),
        help: ArgumentHelp(
            "Fetch the genesis from here when there is none: a file, or /genesis of a node's RPC. Needs --genesis-hash.",
            valueName: "http://…"))
    var url: String?

    @Option(
        name: [.customLong("genesis-hash"), .customLong("genesis_hash")],
        help: ArgumentHelp(
            "The genesis must have this hash: SHA-256 of its file, or the one that a node logs when it starts.",
            valueName: "hexadecimal"))
    var hash: String?

    /// The chain that it must be.
    var wantedChain: ChainID? {
        let text = chainID ?? ProcessInfo.processInfo.environment["CHAIN_ID"] ?? ""
        return text.isEmpty ? nil : ChainID(ByteString(text))
    }

    /// Says what is wrong with the options.
    func check() throws {
        if let wantedChain {
            let bytes = wantedChain.text.bytes
            if bytes.count > ChainID.sizeMaximum || !bytes.allSatisfy({ (0x21...0x7E).contains($0) }) {
                throw CommandError(
                    description:
                        "\(chainID == nil ? "environment variable CHAIN_ID" : "--chain-id"): \"\(wantedChain)\" "
                        + "is no name for a chain; use 1 to \(ChainID.sizeMaximum) ASCII letters, digits and signs "
                        + "without spaces")
            }
        }
        if let hash, GenesisOptions.read(hash) == nil {
            throw CommandError(description: "--genesis-hash \(hash): write 64 hexadecimal digits, as sha256sum prints")
        }
        if url != nil && hash == nil {
            throw CommandError(
                description: "--genesis-url needs --genesis-hash: nothing else says that what comes from there is the "
                    + "chain's; ask the chain's operators for it")
        }
    }

    /// Refuses a genesis that is not the one that was asked for.
    func check(_ genesis: Genesis, from source: String) throws {
        if let wantedChain, genesis.document.chainID != wantedChain {
            throw CommandError(
                description: "\(source) is of the chain \(genesis.document.chainID), not of \(wantedChain): correct "
                    + "CHAIN_ID, or choose another home with --home")
        }
        if let hash, let wanted = GenesisOptions.read(hash), !genesis.has(wanted) {
            throw CommandError(
                description:
                    "\(source) has the hash \(genesis.fileHash), not \(wanted): it is not the genesis that was "
                    + "asked for")
        }
    }

    /// The genesis under the address that was given.
    func download(_ url: String) throws -> Genesis {
        let content = try HTTPDownload(url).content()
        let genesis = try Genesis.read(GenesisOptions.inner(content), from: url, now: SystemClock().now().wall)
        try check(genesis, from: url)
        return genesis
    }

    /// What a node's RPC answers has the genesis in it; anything else is taken for the file.
    private static func inner(_ content: [UInt8]) -> [UInt8] {
        guard let answer = try? JSONReader(JSONValue(parsing: content)),
            let genesis = try? answer["result"]["genesis"], !genesis.isNull
        else { return content }
        return genesis.value.serialized()
    }

    private static func read(_ hash: String) -> Hash? { Hex.decode(hash).flatMap { Hash($0) } }
}
