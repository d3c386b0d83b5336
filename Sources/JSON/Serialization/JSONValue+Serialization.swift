extension JSONValue {
    /// The compact text, as Go's `json.Marshal` writes it.
    package func serialized() -> [UInt8] {
        var writer = JSONWriter()
        writer.append(self)
        return writer.bytes
    }

    /// The text with one element a line, as Go's `json.MarshalIndent` writes it without a prefix.
    ///
    /// - Parameter indent: Two spaces in CometBFT's key files and genesis, a tab in its address book.
    package func indented(by indent: String = "  ") -> [UInt8] {
        JSONText.indented(serialized(), by: indent)
    }
}
