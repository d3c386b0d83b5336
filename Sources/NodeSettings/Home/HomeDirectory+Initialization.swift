import Chain
package import Files
import JSON
import Signer
import Wire

/// What became of a home that was to be made.
package enum HomeInitialization: Hashable, Sendable {
    /// All its files are new.
    case created
    /// It was there, with all its files, and nothing was touched.
    case complete
}

extension HomeDirectory {
    /// Makes the home, or leaves it as it is when it is there already. No file that exists is ever changed.
    ///
    /// Whatever interrupts it, the home is there with all its files or `initialize` can be called again. A home whose
    /// folder does not exist is built beside its place and moved there in one step. Into a folder that exists, such as
    /// an empty volume, `data` is moved first and `config` last; until then the home does not count as made.
    ///
    /// Deviation: CometBFT's `init` makes what is missing in a home that has some of its files, and so founds another
    /// chain, or changes the validator, where a file was lost. Such a home is refused here.
    package func initialize(_ new: NewHome) throws(FileError) -> HomeInitialization {
        if let genesis = new.genesis { try HomeDirectory.checkChainID(of: genesis, configurationFolder) }
        if try isComplete(needsGenesis: new.genesis != nil) { return .complete }
        if try Folder.entry(at: path) == .absent {
            try Folder.createAll(Path.folder(of: path))
            let draft = try HomeDraft(of: new, at: siblingPath)
            try draft.publish(as: path)
        } else {
            try checkFolders()
            let draft = try HomeDraft(of: new, at: Path.inside(path, HomeDraft.innerName))
            try draft.publish(into: self)
        }
        return .created
    }

    /// The folder in which a home is built that does not exist yet.
    var siblingPath: String { "\(Path.inside(Path.folder(of: path), Path.name(of: path))).init" }

    /// Whether the home holds what a node starts with; an error if it holds only some of it.
    private func isComplete(needsGenesis: Bool) throws(FileError) -> Bool {
        let hasSettings = try Folder.entry(at: configurationFile) != .absent
        var configuration = NodeConfiguration()
        if hasSettings {
            do {
                configuration = try NodeConfiguration.read(configurationFile).configuration
            } catch {
                throw FileError("\(error.source)", field: error.key, error.problem, remedy: error.remedy)
            }
        }
        var present: [String] = []
        var missing: [String] = []
        let files = files(configuration)
        for file in files.required where needsGenesis || file != files.genesis {
            if try Folder.entry(at: file) == .absent { missing.append(file) } else { present.append(file) }
        }
        if hasSettings { present.append(configurationFile) } else { missing.append(configurationFile) }
        if missing.isEmpty { return true }
        // What an interrupted call has left: a key has signed nothing, and has no file yet.
        if present == [files.signState], try SignStateFile.read(files.signState) == .start { return false }
        if present.isEmpty { return false }
        let names = { (paths: [String]) in paths.map { relative($0) }.joined(separator: ", ") }
        throw FileError(
            path, "has \(names(present)) but lacks \(names(missing))",
            remedy: "bring the missing files from your copy, or choose another folder with --home")
    }

    /// Refuses a home whose folders hold anything else, before anything is moved into them.
    private func checkFolders() throws(FileError) {
        let usual = files(NodeConfiguration())
        for folder in [usual.dataFolder, configurationFolder] {
            if try Folder.entry(at: folder) == .absent { continue }
            let names = try Folder.names(in: folder).filter { Path.inside(folder, $0) != usual.signState }
            if names.isEmpty { continue }
            throw FileError(
                folder, "holds \(names.joined(separator: ", "))",
                remedy: "move that away, or choose another folder with --home")
        }
    }

    /// A path as it is seen from the home.
    private func relative(_ file: String) -> String {
        let prefix = Path.inside(path, "") + "/"
        return file.hasPrefix(prefix) ? String(file.dropFirst(prefix.count)) : file
    }

    private static func checkChainID(of genesis: GenesisDocument, _ folder: String) throws(FileError) {
        let text = genesis.chainID.text.bytes
        let isPrintable = text.allSatisfy { (0x21...0x7E).contains($0) }
        if !text.isEmpty && text.count <= ChainID.sizeMaximum && isPrintable { return }
        throw FileError(
            Path.inside(folder, "genesis.json"), field: "chain_id",
            "\"\(genesis.chainID)\" is no name for a chain",
            remedy: "use 1 to \(ChainID.sizeMaximum) ASCII letters, digits and signs without spaces")
    }
}
