/// The recordings of a captured chain's folder, in the order in which they were made.
enum RPCRecordings {
    private static let validatorKey = "config/priv_validator_key.json"
    private static let nodeKey = "config/node_key.json"

    /// What of a folder a recording needs.
    static let neededFiles = ["chain.json", "home/\(validatorKey)", "home/\(nodeKey)", "rpc.json"]

    /// Compares the recordings among the files of a folder.
    ///
    /// - Parameters:
    ///   - files: By their place below the folder.
    ///   - home: What stands before the names of the node's own files.
    ///   - only: The one recording that counts; another one before it is run for what it leaves in the mempool.
    static func run(
        _ files: [String: VectorFile], home: String, folder: String, only: String? = nil, _ checker: inout Checker
    ) {
        let recordings = [VectorKind.rpc, .rpcErrors].flatMap { kind in
            files.filter { $0.value.kind == kind }.sorted { $0.key < $1.key }
        }
        if recordings.isEmpty { return }
        checker.attempt("chain of the recordings") { checker in
            guard let chain = files["chain.json"], let validatorKey = files[home + validatorKey],
                let nodeKey = files[home + nodeKey]
            else { throw VectorError("chain.json, \(home)\(validatorKey) and \(home)\(nodeKey) are not beside them") }
            let identity = try RPCIdentity(validatorKey: validatorKey.content, nodeKey: nodeKey.content)
            var recording = try RPCRecording(try CapturedChain(chain.content), identity)
            for (name, file) in recordings {
                if only == nil || only == name {
                    checker.inFile("\(folder)/\(name)") { checker in recording.run(file.content, &checker) }
                    if only == name { break }
                } else {
                    var uncounted = Checker(file: name)
                    recording.run(file.content, &uncounted)
                }
            }
        }
    }
}
