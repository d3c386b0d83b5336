import JSON

/// A file whose kind is known.
struct VectorFile {
    enum Recognition {
        case supported(VectorFile)
        /// A kind of a later layer.
        case unsupported(VectorKind)
        /// A node's metrics: they stand among captured files and hold nothing that can be compared.
        case metrics
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
            if isMetrics(bytes) { return .metrics }
            if let kind = VectorKind(recognizingText: bytes) {
                return .supported(VectorFile(kind: kind, content: VectorMember(.null), bytes: bytes))
            }
            return .unknown("not JSON (\(error)), nor another format that is known")
        }
        let content = VectorMember(json)
        guard let kind = VectorKind(recognizing: content) else { return .unknown("JSON of no kind that is known") }
        return kind.isSupported
            ? .supported(VectorFile(kind: kind, content: content, bytes: bytes)) : .unsupported(kind)
    }

    /// Whether Prometheus text of CometBFT begins within the first kilobyte.
    private static func isMetrics(_ bytes: [UInt8]) -> Bool {
        String(decoding: bytes.prefix(1024), as: UTF8.self).contains("# HELP cometbft_")
    }

    func run(_ checker: inout Checker) {
        let before = checker.count
        kind.run(content, bytes: bytes, &checker)
        if checker.count == before {
            checker.fail("comparisons", expected: "at least one in a file of kind \(kind.rawValue)", actual: "none")
        }
    }
}
