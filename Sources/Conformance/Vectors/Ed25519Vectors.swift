import Cryptography

/// `ed25519_verify.json`: which signatures CometBFT's rule (ZIP-215) accepts.
enum Ed25519Vectors {
    static func run(_ file: VectorMember, _ checker: inout Checker) {
        for list in ["zip215", "speccheck", "cctv", "negative"] where file.has(list) {
            checker.each(file[list]) { vector, checker in
                let message = try vector["msg"].hex()
                let signature = Signature(try vector["signature"].hex())
                let key = Ed25519PublicKey(try vector["pub_key"].hex())
                let accepted = key.map { PublicKey.ed25519($0).verify(signature, of: message) } ?? false
                checker.expect("\(list) verdict", try vector["valid"].bool(), accepted)
            }
        }
    }
}
