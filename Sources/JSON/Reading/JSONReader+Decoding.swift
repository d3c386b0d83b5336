package import Wire

extension JSONReader {
    /// The value as this type; `null` and absence are left to the type, which reads them as its zero value.
    package func decode<Value: JSONDecodable>(_ type: Value.Type = Value.self) throws(JSONError) -> Value {
        do {
            return try Value(json: value)
        } catch {
            throw error.inside(path)
        }
    }

    /// The value as this type; nil for `null` and absence, as Go reads a pointer.
    package func decodeIfPresent<Value: JSONDecodable>(_ type: Value.Type = Value.self) throws(JSONError) -> Value? {
        isNull ? nil : try decode(type)
    }

    /// The array's elements as values of this type; none for `null`.
    package func array<Value: JSONDecodable>(
        of type: Value.Type, atMost countMaximum: Int = .max
    ) throws(JSONError) -> [Value] {
        var values: [Value] = []
        for element in try array(atMost: countMaximum) {
            values.append(try element.decode(type))
        }
        return values
    }

    /// A value whose type is named beside it, as CometBFT writes what is held behind a Go interface; nil for `null`.
    package func tagged() throws(JSONError) -> (type: ByteString, value: JSONReader)? {
        if isNull { return nil }
        let type = try self[anyCase: "type"].string()
        if type.isEmpty { throw error("interface type cannot be empty") }
        let value = try self[anyCase: "value"]
        if !value.isPresent { throw error("interface value cannot be empty") }
        return (type, value)
    }
}
