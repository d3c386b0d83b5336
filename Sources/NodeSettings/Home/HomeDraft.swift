import Chain
package import Files
import JSON
import Signer

/// A new home while it is built, in a folder that nothing else uses. It becomes a home by being moved.
package struct HomeDraft: ~Copyable {
    /// The folder's name when it is built inside the home.
    package static let innerName = ".init"

    package let path: String
    /// Held as long as the draft lives, so that two processes do not build in one folder.
    private let folder: OpenFile

    /// Builds a home in this folder, in the place of what an interrupted attempt has left there. All of it is on the
    /// disk when it returns.
    package init(of new: NewHome, at path: String) throws(FileError) {
        try HomeDraft.removeRemains(at: path)
        try Folder.create(path)
        let folder = try HomeDraft.locked(path)
        try HomeDraft.write(new, into: HomeDirectory(path))
        self.path = path
        self.folder = folder
    }

    private static func write(_ new: NewHome, into home: HomeDirectory) throws(FileError) {
        let files = home.files(new.configuration)
        try Folder.create(home.configurationFolder)
        try Folder.create(files.dataFolder)
        try new.validatorKey.write(to: files.validatorKey)
        try new.nodeKey.write(to: files.nodeKey)
        try SignStateFile.replace(files.signState, with: .start)
        let readable: UInt32 = 0o644
        if let genesis = new.genesis {
            try DurableFile.replace(files.genesis, with: genesis.json.indented(), mode: readable)
        }
        if !new.persistentPeers.isEmpty {
            try DurableFile.replace(
                home.persistentPeersFile.path, with: PersistentPeersFile.content(new.persistentPeers), mode: readable)
        }
        try DurableFile.replace(home.configurationFile, with: Array(new.configuration.text.utf8), mode: readable)
        try Folder.synchronize(home.path)
    }

    /// Makes the draft a home by giving its folder the home's name.
    package consuming func publish(as home: String) throws(FileError) {
        try Folder.move(path, to: home)
        try Folder.synchronize(Path.folder(of: home))
    }

    /// Makes the draft a home by moving its two folders into a home's folder around it: `config`, by which a home is
    /// known, last.
    package consuming func publish(into home: HomeDirectory) throws(FileError) {
        let draft = HomeDirectory(path)
        let usual = NodeConfiguration()
        let data = home.files(usual).dataFolder
        // A data folder left by an interrupted attempt is as good as ours.
        if try Folder.entry(at: home.files(usual).signState) == .absent {
            try Folder.move(draft.files(usual).dataFolder, to: data)
            try Folder.synchronize(home.path)
        }
        try Folder.move(draft.configurationFolder, to: home.configurationFolder)
        try Folder.synchronize(home.path)
        try Folder.removeAll(path)
    }

    private static func removeRemains(at path: String) throws(FileError) {
        if try Folder.entry(at: path) == .absent { return }
        let remains = try locked(path)
        if try !Folder.names(in: path).allSatisfy({ $0 == "config" || $0 == "data" }) {
            throw FileError(path, "is needed to make the home, but holds something else", remedy: "move it away")
        }
        try Folder.removeAll(path)
        try remains.synchronize()
    }

    private static func locked(_ path: String) throws(FileError) -> OpenFile {
        let folder = try OpenFile(path, for: .reading)
        if try folder.lock() { return folder }
        throw FileError(path, "another process is making this home", remedy: "wait for it, or end it")
    }
}
