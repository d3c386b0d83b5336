import JSON

/// A file whose kind is known.
struct VectorFile {
    enum Recognition {
        case supported(VectorFile)
        /// A kind of a later layer.
        case unsupported(VectorKind)
        /// No kind that is known; the text says why.
        case unknown(String)
    }

    let kind: VectorKind
    let content: VectorMember
    /// The file as it was read, for what the shipped code parses itself.
    let bytes: [UInt8]

    static func recognize(_ bytes: [UInt8]) -> Recognition {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: bytes)
        } catch {
            if let kind = VectorKind(recognizingText: bytes) { return .unsupported(kind) }
            return .unknown("not JSON (\(error)), nor another format that is known")
        }
        let content = VectorMember(json)
        guard let kind = VectorKind(recognizing: content) else { return .unknown("JSON of no kind that is known") }
        return kind.isSupported
            ? .supported(VectorFile(kind: kind, content: content, bytes: bytes)) : .unsupported(kind)
    }

    func run(_ checker: inout Checker) {
        let before = checker.count
        kind.run(content, bytes: bytes, &checker)
        if checker.count == before {
            checker.fail("comparisons", expected: "at least one in a file of kind \(kind.rawValue)", actual: "none")
        }
    }
}
