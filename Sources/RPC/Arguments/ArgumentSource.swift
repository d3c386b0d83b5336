import JSON
import Wire

/// The arguments of a call, as they were given.
enum ArgumentSource: Sendable {
    /// In a URI's query, or in a form.
    case uri(QueryParameters)
    /// In a JSON object; the last one counts of those with the same name.
    case named([ByteString: RawJSON])
    /// In a JSON array with as many elements as the route has parameters.
    case listed([RawJSON])

    /// The arguments in the `params` of a request.
    ///
    /// - Parameter names: The route's parameters.
    init(_ raw: RawJSON, names: [ByteString]) throws(JSONError) {
        if raw.isArray {
            let elements = raw.elements
            if elements.count != names.count {
                throw JSONError(
                    "expected \(names.count) parameters (\(GoListText.names(names))), "
                        + "got \(elements.count) (\(GoListText.bytes(elements)))")
            }
            self = .listed(elements)
        } else if raw.isObject || raw.isNull {
            self = .named(Dictionary(raw.members) { _, last in last })
        } else {
            throw JSONError(
                "unknown type for JSON params: json: cannot unmarshal \(try raw.parsed().goKind) into Go value of type "
                    + "[]json.RawMessage. Expected map or array")
        }
    }
}

/// Lists as Go's `%v` prints them.
private enum GoListText {
    static func names(_ names: [ByteString]) -> String {
        "[\(names.map(\.description).joined(separator: " "))]"
    }

    /// Byte slices are printed as numbers.
    static func bytes(_ elements: [RawJSON]) -> String {
        let texts = elements.map { "[\($0.text.map { String($0) }.joined(separator: " "))]" }
        return "[\(texts.joined(separator: " "))]"
    }
}
