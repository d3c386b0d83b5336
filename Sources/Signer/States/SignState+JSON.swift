import Chain
import Cryptography
package import JSON
import Wire

extension SignState: JSONCodable {
    /// As in `priv_validator_state.json`: what is unknown is left out.
    package var json: JSONValue {
        .members(
            leavingOutNil: ("height", .decimal(position.height.rawValue)), ("round", .integer(position.round.rawValue)),
            ("step", .integer(position.step.rawValue)),
            ("signature", signature.isEmpty ? nil : .base64(signature.bytes)),
            ("signbytes", signBytes.isEmpty ? nil : .hex(signBytes)))
    }

    /// Deviation: CometBFT reads any numbers, and a state with one of signature and sign bytes, on which it stops when
    /// it next signs there.
    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        let height = try SignState.notNegative(reader["height"], try reader["height"].int64String())
        let round = try SignState.notNegative(reader["round"], try reader["round"].int32())
        let number = try reader["step"].integer(as: Int8.self, named: "int8")
        guard let step = SignStep(rawValue: number) else {
            throw try reader["step"].error("\(number) is none of the steps 0 to 3")
        }
        let signature = Signature(try reader["signature"].base64())
        let signBytes = try reader["signbytes"].hexBytes()
        if signBytes.isEmpty != signature.isEmpty {
            let missing: ByteString = signBytes.isEmpty ? "signbytes" : "signature"
            throw try reader[missing].error("missing, though its counterpart is there")
        }
        self.init(
            position: SignPosition(height: Height(height), round: Round(round), step: step), signBytes: signBytes,
            signature: signature)
    }

    private static func notNegative<Integer: SignedInteger>(
        _ reader: JSONReader, _ number: Integer
    ) throws(JSONError) -> Integer {
        if number < 0 { throw reader.error("negative: \(number)") }
        return number
    }
}
