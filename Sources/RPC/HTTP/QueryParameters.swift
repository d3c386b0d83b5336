import Wire

/// The names and values of a query or of a form, as Go's `url.ParseQuery` reads them: what it cannot read is passed
/// over.
struct QueryParameters: Sendable {
    private var query: [ByteString: ByteString]
    private var form: [ByteString: ByteString]

    /// - Parameter form: What a body adds to the query.
    init(query: String, form: String = "") {
        self.query = QueryParameters.values(query)
        self.form = QueryParameters.values(form)
    }

    /// The value of this name, from the form when the query's is empty; empty when there is none.
    subscript(_ name: ByteString) -> ByteString {
        if let value = query[name], !value.isEmpty { return value }
        return form[name] ?? ""
    }

    private static func values(_ text: String) -> [ByteString: ByteString] {
        var values: [ByteString: ByteString] = [:]
        for pair in text.split(separator: "&") {
            // Go refuses semicolons, which once were separators.
            if pair.contains(";") { continue }
            let equalSign = pair.firstIndex(of: "=") ?? pair.endIndex
            guard let name = PercentEncoding.decodeBytes(pair[..<equalSign], plusIsSpace: true),
                let value = PercentEncoding.decodeBytes(pair[equalSign...].dropFirst(), plusIsSpace: true)
            else { continue }
            // Of repeated names the first counts.
            if values[ByteString(name)] == nil { values[ByteString(name)] = ByteString(value) }
        }
        return values
    }
}
