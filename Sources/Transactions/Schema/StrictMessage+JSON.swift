import Chain
package import JSON
import Wire

// JSON as the Cosmos SDK's gateway writes it: 64-bit integers in strings, bytes in Base64, names of enumerations,
// default values present. Both spellings of names are read.
extension StrictMessage {
    /// Reads JSON with the verdicts of the protobuf decoder: what is unknown, or there twice, is refused. All versions of
    /// the messages are known: what is made of it is bytes, and the chain judges those.
    package init(
        json: JSONValue, _ schema: MessageSchema, place: String? = nil
    ) throws(TransactionError) {
        try self.init(members: json, schema, besides: [], place: place ?? schema.shortName)
    }

    private init(
        members json: JSONValue, _ schema: MessageSchema, besides known: Set<ByteString>, place: String
    ) throws(TransactionError) {
        self.init(schema, .newest, [])
        guard case .object(let object) = json else { throw StrictMessage.error(place, "no object") }
        for (key, value) in object.members where !known.contains(key) {
            guard let field = schema.field(named: key) else {
                // `"tip":null` of the SDK: it says nothing.
                if value == .null { continue }
                throw StrictMessage.error(place, "unknown field \(ContentHash.shown(key))")
            }
            if value == .null { continue }
            let place = "\(place).\(field.name)"
            guard field.countMaximum != nil else {
                try append(field, try StrictMessage.value(value, field.kind, place), place)
                continue
            }
            guard case .array(let elements) = value else { throw StrictMessage.error(place, "no list") }
            for element in elements { try append(field, try StrictMessage.value(element, field.kind, place), place) }
        }
    }

    private mutating func append(_ field: FieldSchema, _ value: Value, _ place: String) throws(TransactionError) {
        try expectRoom(for: field, schema.shortName)
        append(field.number, value)
    }

    private static func error(_ place: String, _ problem: String) -> TransactionError {
        TransactionError(.parse, "\(place): \(problem): tx parse error")
    }

    private static func value(
        _ json: JSONValue, _ kind: FieldKind, _ place: String
    ) throws(TransactionError) -> Value {
        switch kind {
        case .message(let schema):
            return .message(try StrictMessage(members: json, schema, besides: [], place: place))
        case .any(let table):
            guard case .object(let object) = json, case .string(let type) = object["@type"] else {
                throw error(place, "no object with @type")
            }
            let schema = try table[type, .newest]
            return .any(try StrictMessage(members: json, schema, besides: ["@type"], place: schema.shortName))
        case .uint64, .int64, .uint32, .bool, .enumeration:
            let integer = try integer(json, kind, place)
            try check(integer, kind, place)
            return .integer(integer)
        case .string, .bytes, .fraction, .timestamp: return try text(json, kind, place)
        case .decimal, .duration: throw error(place, "\(json) is no value of it")
        }
    }

    private static func text(
        _ json: JSONValue, _ kind: FieldKind, _ place: String
    ) throws(TransactionError) -> Value {
        guard case .string(let text) = json else { throw error(place, "no string") }
        switch kind {
        case .bytes:
            guard let bytes = Base64.decode(text.bytes) else { throw error(place, "no Base64") }
            return .bytes(bytes)
        case .fraction:
            guard let fraction = Fraction(decimal: text) else {
                throw error(place, "no decimal number from 0 to 1 with at most 18 decimals")
            }
            return .bytes(fraction.wireText.bytes)
        case .timestamp:
            guard let moment = Timestamp(rfc3339: text) else {
                throw error(place, "no time as in 2026-01-01T00:00:00Z")
            }
            return .timestamp(moment)
        default:
            try check(text: text.bytes, kind, place)
            return .bytes(text.bytes)
        }
    }

    private static func integer(
        _ json: JSONValue, _ kind: FieldKind, _ place: String
    ) throws(TransactionError) -> UInt64 {
        switch (json, kind) {
        case (.bool(let isTrue), .bool): return isTrue ? 1 : 0
        case (.string(let name), .enumeration(let names)):
            if let index = names.firstIndex(where: { ByteString($0) == name }) { return UInt64(index) }
        case (.string(let digits), .int64):
            if let integer = JSONNumber(literal: digits.description)?.int64 { return UInt64(bitPattern: integer) }
        case (.number(let number), .int64):
            if let integer = number.int64 { return UInt64(bitPattern: integer) }
        case (.string(let digits), .uint64), (.string(let digits), .uint32):
            if let integer = JSONNumber(literal: digits.description)?.uint64 { return integer }
        case (.number(let number), .uint64), (.number(let number), .uint32), (.number(let number), .enumeration):
            if let integer = number.uint64 { return integer }
        default: break
        }
        throw error(place, "\(json) is no value of it")
    }

    // MARK: Writing

    /// The message as JSON; fields that today's clients do not know only when they are set.
    package var json: JSONValue { .object(object(JSONObject())) }

    private func object(_ start: JSONObject) -> JSONObject {
        var object = start
        for field in schema.fields {
            let values = fields.filter { $0.number == field.number }.map(\.value)
            if field.isNew && values.allSatisfy(\.isDefault) { continue }
            let key = ByteString(field.name)
            if field.countMaximum != nil {
                object.append(key, .array(values.map { StrictMessage.json($0, field.kind) }))
            } else {
                object.append(key, StrictMessage.json(values.first, field.kind))
            }
        }
        return object
    }

    private static func durationJSON(_ duration: StrictMessage) -> JSONValue {
        let nanoseconds = duration.int64(2)
        if nanoseconds == 0 { return .text("\(duration.int64(1))s") }
        let digits = String(nanoseconds.magnitude)
        return .text("\(duration.int64(1)).\(String(repeating: "0", count: max(0, 9 - digits.count)))\(digits)s")
    }

    /// An integer of 10^-18 with a point.
    private static func decimalText(_ integer: [UInt8]) -> String {
        let digits = String(decoding: integer, as: UTF8.self)
        let padded = String(repeating: "0", count: max(0, 19 - digits.count)) + digits
        return "\(padded.dropLast(18)).\(padded.suffix(18))"
    }

    private static func json(_ value: Value?, _ kind: FieldKind) -> JSONValue {
        switch (kind, value) {
        case (.message, .message(let message)): return message.json
        case (.duration, .message(let message)): return durationJSON(message)
        case (.any, .any(let message)):
            var object = JSONObject()
            object.append("@type", .string(message.schema.typeURL))
            return .object(message.object(object))
        case (.timestamp, .timestamp(let moment)): return moment.json
        case (.message, _), (.any, _), (.timestamp, _), (.duration, _): return .null
        case (.string, _): return .string(ByteString(value.bytes))
        // Go has no bytes where nothing was set.
        case (.bytes, .none): return .null
        case (.bytes, _): return .base64(value.bytes)
        case (.decimal, _): return .text(decimalText(value.bytes))
        case (.fraction, _): return .text(Fraction(wire: ByteString(value.bytes))?.description ?? "0")
        case (.bool, _): return .bool(value.integer != 0)
        case (.uint64, _): return .decimal(value.integer)
        case (.int64, _): return .decimal(Int64(bitPattern: value.integer))
        case (.uint32, _): return .integer(value.integer)
        case (.enumeration(let names), _):
            guard let index = Int(exactly: value.integer), names.indices.contains(index) else {
                return .integer(value.integer)
            }
            return .text(names[index])
        }
    }
}

extension StrictMessage.Value {
    fileprivate var isDefault: Bool {
        switch self {
        case .integer(let integer): integer == 0
        case .bytes(let bytes): bytes.isEmpty
        case .timestamp, .message, .any: false
        }
    }
}

extension StrictMessage.Value? {
    fileprivate var integer: UInt64 {
        if case .integer(let integer) = self { integer } else { 0 }
    }

    fileprivate var bytes: [UInt8] {
        if case .bytes(let bytes) = self { bytes } else { [] }
    }
}
