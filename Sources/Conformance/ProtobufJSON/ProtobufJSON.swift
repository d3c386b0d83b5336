import Chain
import Cryptography
import JSON
import Wire

/// A message in protobuf's own JSON form, with the names of the `.proto` files and every field written.
///
/// No node writes this form; vector files describe what messages hold in it. Comparing it shows that each field was
/// read as what it is, which the same bytes coming out again do not.
protocol ProtobufJSONEncodable {
    var protobufJSON: JSONValue { get }
}

extension JSONValue {
    /// Bytes in Base64; none are null.
    static func bytes(_ bytes: [UInt8]) -> JSONValue {
        .base64(bytes.isEmpty ? nil : bytes)
    }

    static func list(_ values: some Sequence<some ProtobufJSONEncodable>) -> JSONValue {
        .array(values.map(\.protobufJSON))
    }

    static func optional(_ value: (some ProtobufJSONEncodable)?) -> JSONValue {
        value?.protobufJSON ?? .null
    }

    /// A message of one field, or one member of a oneof.
    static func member(_ name: ByteString, _ value: JSONValue = .members()) -> JSONValue {
        .members((name, value))
    }
}

extension Timestamp: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        let whole = Timestamp(seconds: seconds)?.description.dropLast() ?? ""
        return .text("\(whole)\(fraction(nanoseconds))Z")
    }
}

extension Nanoseconds: ProtobufJSONEncodable {
    /// Of durations from zero on, as all of the vectors are.
    var protobufJSON: JSONValue {
        let (seconds, rest) = rawValue.quotientAndRemainder(dividingBy: 1_000_000_000)
        return .text("\(seconds)\(fraction(Int32(rest)))s")
    }
}

/// Nanoseconds as nothing, three, six or nine digits behind a point.
private func fraction(_ nanoseconds: Int32) -> String {
    if nanoseconds == 0 { return "" }
    var digits = String(repeating: "0", count: 9 - String(nanoseconds).count) + String(nanoseconds)
    while digits.hasSuffix("000") { digits.removeLast(3) }
    return ".\(digits)"
}

extension PublicKey: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .member(ByteString(typeName), .bytes(bytes))
    }
}

extension Transaction: ProtobufJSONEncodable {
    /// Base64 even of an empty one: elements of a list are never null.
    var protobufJSON: JSONValue { .base64(bytes) }
}
