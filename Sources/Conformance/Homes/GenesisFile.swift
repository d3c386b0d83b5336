import Chain
import JSON

/// `genesis.json`: the document as CometBFT writes it, complete and with a set to begin with.
enum GenesisFile {
    static func run(_ file: VectorMember, bytes: [UInt8], _ checker: inout Checker) {
        checker.attempt("genesis") { checker in
            let genesis = try GenesisDocument(file: bytes)
            checker.expect("genesis", json: file.json, genesis.json)
            let complete = try genesis.completed(now: genesis.time)
            checker.expect("genesis's first set", verdict: nil) { _ = try complete.validatorSet() }
        }
    }
}
