import Chain
import Cryptography
import JSON

/// What the files of one folder say about each other.
enum FolderAgreement {
    /// - Parameters:
    ///   - files: By their place below the folder.
    ///   - home: What stands before the names of the node's own files.
    static func run(_ files: [String: VectorFile], home: String, _ checker: inout Checker) {
        let genesis = files["\(home)config/genesis.json"]?.content
        let validatorKey = files["\(home)config/priv_validator_key.json"]?.content
        if let genesis, let chain = files["chain.json"]?.content {
            checker.expect("genesis file and captured genesis", json: chain["genesis"].json, genesis.json)
        }
        if let state = files["\(home)data/priv_validator_state.json"]?.content, let validatorKey {
            checker.attempt("last signature") { checker in
                let key = try PublicKey(json: validatorKey["pub_key"].json)
                try ValidatorStateFile.verify(state, by: key, &checker)
            }
        }
        if let all = files["keys_all.json"]?.content {
            checker.attempt("keys of all validators") { checker in
                let nodes = try all["nodes"].elements()
                if let validatorKey {
                    let known = nodes.contains {
                        $0["priv_validator_key"]["pub_key"].json == validatorKey["pub_key"].json
                    }
                    checker.expect("validator key among those of all validators", true, known)
                }
                if let nodeKey = files["\(home)config/node_key.json"]?.content {
                    let known = nodes.contains { $0["node_key"].json == nodeKey.json }
                    checker.expect("node key among those of all validators", true, known)
                }
            }
        }
    }
}
