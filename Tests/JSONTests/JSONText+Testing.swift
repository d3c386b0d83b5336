import JSON

/// The value of a text that a test wrote down.
func parsed(_ text: String) throws(JSONError) -> JSONValue {
    try JSONValue(parsing: Array(text.utf8))
}

/// The error with which a text is refused, or nil when it is not.
func refusal(_ text: String) -> String? {
    refusal(Array(text.utf8))
}

/// The error with which these bytes are refused, or nil when they are not.
func refusal(_ bytes: [UInt8]) -> String? {
    do {
        _ = try JSONValue(parsing: bytes)
        return nil
    } catch {
        return error.description
    }
}

/// The compact text of a value.
func written(_ value: JSONValue) -> String {
    String(decoding: value.serialized(), as: UTF8.self)
}
