import JSON
import PeerMessages
import Wire

extension Decoder {
    /// Texts: JSON, numbers in other bases, addresses.
    static let texts: [Decoder] = [
        Decoder(name: "json", example: Array(#"{"a":[1,-2.5e3,"\u00e9\n",true,null],"b":{"c":"<"}}"#.utf8)) { bytes in
            guard let value = try? JSONValue(parsing: bytes) else { return .refused }
            let text = value.serialized()
            guard let again = try? JSONValue(parsing: text) else { return .violation("refuses its own text") }
            if again != value { return .violation("reads another value from its own text") }
            return again.serialized() == text ? .accepted : .violation("writes one value in two ways")
        },
        text("hex", example: "00fFaB", decode: { Hex.decode(string($0)) }, encode: { Array(Hex.lowercase($0).utf8) }),
        text(
            "base64", example: "AAH/+w==", decode: { Base64.decode(string($0)) },
            encode: { Array(Base64.encode($0).utf8) }),
        text(
            "network-address", example: "tcp://a366373e389c8b955fe9196d5d21eb246880835c@[2a00::1]:26656",
            decode: { try? NetworkAddress(parsing: ByteString($0)) }, encode: { Array($0.description.utf8) }),
        text(
            "ip-address", example: "2001:db8::ffff:1.2.3.4", decode: { IPAddress(parsing: ByteString($0)) },
            encode: { Array($0.description.utf8) }),
    ]

    private static func string(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
