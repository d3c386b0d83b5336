extension JSONValue {
    /// The compact text, as Go's `json.Marshal` writes it.
    package func serialized() -> [UInt8] {
        var writer = JSONWriter()
        writer.append(self)
        return writer.bytes
    }

    /// The text with one element a line, as Go's `json.MarshalIndent` writes it with an indent of two spaces.
    package func indented() -> [UInt8] {
        JSONText.indented(serialized())
    }
}
