package import JSON
import Wire

extension Timestamp: JSONCodable {
    /// RFC 3339 in UTC.
    package var json: JSONValue { .text(description) }

    /// `null` is Go's zero time.
    package init(json: JSONValue) throws(JSONError) {
        switch json {
        case .null: self = .zero
        case .string(let text):
            if text.bytes.last != UInt8(ascii: "Z") {
                throw JSONError("JSON time must be UTC and end with 'Z', but got \(json)")
            }
            guard let moment = Timestamp(rfc3339: text) else {
                throw JSONError("parsing time \(json) as \"2006-01-02T15:04:05Z07:00\": cannot parse it")
            }
            self = moment
        default: throw JSONError("JSON time must be an RFC3339 string, but got \(json)")
        }
    }
}

extension Nanoseconds: JSONCodable {
    /// The number in a string, as every int64.
    package var json: JSONValue { .decimal(rawValue) }

    package init(json: JSONValue) throws(JSONError) {
        self.init(try JSONReader(json).int64String())
    }
}
