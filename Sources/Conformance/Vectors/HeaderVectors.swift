import Chain
import Cryptography
import Wire

/// `header_hash.json`: headers, their encodings and hashes.
enum HeaderVectors {
    static func run(_ file: VectorMember, _ checker: inout Checker) {
        checker.each(file["cases"]) { vector, checker in
            let verdict = try vector["validate_basic_error"].textIfPresent()
            checker.expect("validation", verdict: verdict) {
                try Header(protobuf: ProtobufReader(try vector["proto"].hex())).validate()
            }
            if verdict != nil { return }
            let header = try checker.decode(Header.self, vector["proto"])
            checker.expect("JSON", json: vector["amino_json"], header)
            checker.expect("hash", bytes: try vector["hash"].hex(), header.hash.bytes)
            try TimeVector(vector["time"]).compare("time", header.time, &checker)
            checker.expect("application version", try vector["version_app"].integer(), header.version.app)
        }
    }
}
