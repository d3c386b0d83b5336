/// What the files of one folder say about each other.
enum FolderAgreement {
    /// - Parameters:
    ///   - files: By their place below the folder.
    ///   - home: What stands before the names of the node's own files.
    static func run(_ files: [String: VectorFile], home: String, _ checker: inout Checker) {
        let genesis = files["\(home)config/genesis.json"]?.content
        if let genesis, let chain = files["chain.json"]?.content {
            checker.expect("genesis file and captured genesis", json: chain["genesis"].json, genesis.json)
        }
    }
}
