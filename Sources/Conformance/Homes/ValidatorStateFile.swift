import Chain
import Cryptography
import JSON
import Wire

/// `priv_validator_state.json`: what a validator signed last.
enum ValidatorStateFile {
    static func run(_ file: VectorMember, _ checker: inout Checker) {
        checker.attempt("validator state") { checker in
            let height: Int64 = try file["height"].integer(), step: Int = try file["step"].integer()
            guard file.has("signbytes") else {
                checker.expect("step before the first signature", 0, step)
                return checker.expect("height before the first signature", 0, height)
            }
            let signed = try SignedPlace(signBytes: try file["signbytes"].hex())
            checker.expect("height signed", height, signed.height)
            checker.expect("round signed", try file["round"].integer(), signed.round)
            checker.expect("step signed", step, signed.step)
        }
    }

    /// Compares the last signature with the key that should have made it.
    static func verify(_ file: VectorMember, by key: PublicKey, _ checker: inout Checker) throws {
        if !file.has("signbytes") { return }
        let signature = Signature(try JSONReader(file["signature"].json).base64())
        checker.expect("last signature", true, key.verify(signature, of: try file["signbytes"].hex()))
    }
}

/// The place in consensus that sign bytes name: the members that canonical votes and proposals share.
private struct SignedPlace {
    private(set) var height: Int64 = 0
    private(set) var round: Int64 = 0
    /// CometBFT's number of the step (`privval/file.go`).
    private(set) var step = 0

    init(signBytes: [UInt8]) throws {
        var reader = ProtobufReader(signBytes)
        let length = try reader.varint()
        if length != reader.remaining { throw VectorError("signbytes do not begin with their length") }
        while let field = try reader.nextField() {
            switch field.number {
            case 1: step = try SignedPlace.step(of: try reader.int32(field))
            case 2: height = try reader.sfixed64(field)
            case 3: round = try reader.sfixed64(field)
            default: try reader.skip(field)
            }
        }
    }

    private static func step(of type: Int32) throws(VectorError) -> Int {
        switch SignedMessageType(rawValue: type) {
        case .proposal: 1
        case .prevote: 2
        case .precommit: 3
        default: throw VectorError("signbytes are of neither vote nor proposal")
        }
    }
}
