package import Files
import Signer

extension HomeDirectory {
    /// Brings the node back to the chain's beginning: everything in the data folder goes, and the address book; what
    /// the validator's key has signed is forgotten; keys, genesis and settings stay (CometBFT `unsafe-reset-all`).
    ///
    /// Deviation: CometBFT makes a new key where there is none, and removes whatever folder `db_dir` names. Here no key is
    /// made, and a folder that holds keys or settings is refused.
    ///
    /// Unsafe, because a validator that forgets what it signed may contradict it. No process may use the home.
    ///
    /// - Parameters:
    ///   - keepsAddressBook: Whether the address book stays too.
    ///   - keeping: Names in the data folder that stay, as that of a lock the caller holds.
    package func unsafeReset(
        _ configuration: NodeConfiguration, keepsAddressBook: Bool = false, keeping: Set<String> = [".lock"]
    ) throws(FileError) {
        let files = files(configuration)
        try Folder.createAll(files.dataFolder)
        try checkThatNothingKept(isIn: files)
        if !keepsAddressBook { try Folder.removeAll(files.addressBook) }
        // The key's state is replaced, so that it is never missing, wherever it is.
        try Folder.createAll(Path.folder(of: files.signState))
        let signState = Path.real(files.signState)
        for name in try Folder.names(in: files.dataFolder) where !keeping.contains(name) {
            let path = Path.inside(files.dataFolder, name)
            if signState == nil || Path.real(path) != signState { try Folder.removeAll(path) }
        }
        try SignStateFile.replace(files.signState, with: .start)
        try KeyRestoration.remove(besides: files.signState)
        try Folder.synchronize(files.dataFolder)
    }

    /// Refuses a data folder that holds what must stay: settings may name any folder as such.
    private func checkThatNothingKept(isIn files: HomeFiles) throws(FileError) {
        guard let folder = Path.real(files.dataFolder) else { return }
        for file in [files.genesis, files.validatorKey, files.nodeKey, configurationFile, path] {
            guard let real = Path.real(file), (real + "/").hasPrefix(folder == "/" ? "/" : folder + "/") else {
                continue
            }
            throw FileError(
                files.dataFolder, field: "db_dir", "is removed by this, but holds \(file)",
                remedy: "name a folder in db_dir that holds nothing else")
        }
    }
}
