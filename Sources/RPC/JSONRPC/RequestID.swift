package import JSON
package import Wire

/// What a client calls a request by, and finds again in the answer.
package enum RequestID: Hashable, Sendable {
    case integer(Int64)
    case text(ByteString)

    /// The id of answers to requests that have none because they are URIs.
    package static let uri = RequestID.integer(-1)

    /// The id that a request carries; nil for null and absence, which make it a notification.
    ///
    /// CometBFT reads numbers as floating point and cuts fractions off.
    init?(_ json: JSONValue) throws(JSONError) {
        switch json {
        case .null: return nil
        case .string(let text): self = .text(text)
        case .number(let number):
            if let value = number.int64, value.magnitude < 1 << 53 {
                self = .integer(value)
                return
            }
            guard let value = Double(number.literal), value.isFinite else {
                throw JSONError("json: cannot unmarshal number \(number) into Go struct field .id of type float64")
            }
            // What does not fit is what amd64 makes of it, the machine on which CometBFT's answers were seen.
            self = .integer(Int64(exactly: value.rounded(.towardZero)) ?? .min)
        default:
            let text = GoValueText(json)
            throw JSONError("json-rpc ID (\(text)) is of unknown type (\(text.typeName))")
        }
    }

    package var json: JSONValue {
        switch self {
        case .integer(let value): .integer(value)
        case .text(let text): .string(text)
        }
    }
}
