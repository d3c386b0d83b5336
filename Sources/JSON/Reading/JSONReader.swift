package import Wire

/// A value and the place where it stands, from which a type reads its fields.
///
/// Its verdicts are those of CometBFT's `libs/json`: an absent member and `null` are the zero value of what is asked
/// for, names are compared exactly, unknown members are passed over.
package struct JSONReader: Sendable {
    /// The value; `null` when it is absent.
    package let value: JSONValue
    /// Whether the text has the member at all.
    package let isPresent: Bool
    private let place: JSONPlace

    /// A reader of an outermost value.
    package init(_ value: JSONValue) {
        self.init(value, isPresent: true, at: .root)
    }

    private init(_ value: JSONValue, isPresent: Bool, at place: JSONPlace) {
        self.value = value
        self.isPresent = isPresent
        self.place = place
    }

    /// Whether the value is absent or `null`.
    package var isNull: Bool {
        if case .null = value { true } else { false }
    }

    /// The members and indices that led here, as in `validators[3].pub_key`; empty for the outermost value.
    package var path: String { place.description }

    /// An error about this value.
    package func error(_ message: String) -> JSONError {
        JSONError(message, path: path)
    }

    // MARK: Members and elements

    /// The member of this name, readable as a zero value when there is none.
    package subscript(_ key: ByteString) -> JSONReader {
        get throws(JSONError) {
            let member = try object()[key]
            return JSONReader(member ?? .null, isPresent: member != nil, at: .member(place, key))
        }
    }

    /// The member of this name in whatever mix of ASCII upper and lower case.
    ///
    /// CometBFT reads a few objects with Go's `encoding/json` alone, which knows names so: what is held behind an
    /// interface, and the requests of the RPC.
    package subscript(anyCase key: ByteString) -> JSONReader {
        get throws(JSONError) {
            let found = try object().members.last { JSONReader.isSame($0.key, key) }
            return JSONReader(found?.value ?? .null, isPresent: found != nil, at: .member(place, found?.key ?? key))
        }
    }

    private static func isSame(_ left: ByteString, _ right: ByteString) -> Bool {
        left.bytes.count == right.bytes.count
            && zip(left.bytes, right.bytes).allSatisfy { $0.lowercasedASCII == $1.lowercasedASCII }
    }

    /// The object; one without members for `null`.
    package func object() throws(JSONError) -> JSONObject {
        switch value {
        case .object(let object): return object
        case .null: return JSONObject()
        default: throw mismatch("map[string]json.RawMessage")
        }
    }

    /// The object's members in order, each with its name; repeated names are all there.
    package func members() throws(JSONError) -> [(key: ByteString, reader: JSONReader)] {
        try object().members.map { ($0.key, JSONReader($0.value, isPresent: true, at: .member(place, $0.key))) }
    }

    /// Paths of the members that are none of these: misspelt settings, most likely.
    package func unknownMembers(besides known: Set<ByteString>) throws(JSONError) -> [String] {
        try members().filter { !known.contains($0.key) }.map(\.reader.path)
    }

    /// The array's elements; none for `null`, as CometBFT makes no difference between an empty and a nil slice.
    ///
    /// - Parameter countMaximum: Elements the array may have; by default as many as the text had room for.
    package func array(atMost countMaximum: Int = .max) throws(JSONError) -> [JSONReader] {
        switch value {
        case .array(let elements):
            if elements.count > countMaximum { throw error("more than \(countMaximum) elements") }
            return elements.enumerated().map { JSONReader($1, isPresent: true, at: .element(place, $0)) }
        case .null: return []
        default: throw mismatch("[]json.RawMessage")
        }
    }
}

/// How a value is reached from the outermost one. Written out only when an error shows it.
private indirect enum JSONPlace: Sendable, CustomStringConvertible {
    case root
    case member(JSONPlace, ByteString)
    case element(JSONPlace, Int)

    var description: String {
        switch self {
        case .root: ""
        case .member(let outer, let key): JSONPath.joined(outer.description, key.description)
        case .element(let outer, let index): "\(outer)[\(index)]"
        }
    }
}
