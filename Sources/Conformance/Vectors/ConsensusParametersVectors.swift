import Chain
import Cryptography
import Wire

/// `consensus_params_hash.json`: a chain's parameters, their hash, and those that are refused.
enum ConsensusParametersVectors {
    static func run(_ file: VectorMember, _ checker: inout Checker) {
        if file.has("cases") { checker.each(file["cases"], accepted) }
        if file.has("invalid") {
            checker.each(file["invalid"]) { vector, checker in
                checker.expect("validation", verdict: try vector["error"].textIfPresent()) {
                    try ConsensusParameters(json: vector["amino_json"].json).validate()
                }
            }
        }
        if file.has("max_block_size_bytes") {
            checker.attempt("largest block") { checker in
                let expected: Int64 = try file["max_block_size_bytes"].integer()
                checker.expect("largest block", expected, BlockParameters.maxBytesMaximum)
            }
        }
    }

    private static func accepted(_ vector: VectorMember, _ checker: inout Checker) throws {
        let parameters = try checker.decode(ConsensusParameters.self, vector["proto"])
        checker.expect("JSON", json: vector["amino_json"], parameters)
        checker.expect("hash", bytes: try vector["hash"].hex(), parameters.hash.bytes)
        checker.expect("validation", verdict: try vector["validate_basic_error"].textIfPresent()) {
            try parameters.validate()
        }
    }
}
