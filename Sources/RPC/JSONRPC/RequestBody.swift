import JSON

/// The body of a JSON-RPC request.
enum RequestBody: Sendable {
    /// No text at all.
    case empty
    case single(CallRequest)
    case batch([CallRequest])
    /// The text is no request; with the reason.
    case unreadable(String)

    init(_ body: [UInt8]) {
        if body.isEmpty {
            self = .empty
            return
        }
        do {
            let raw = try RawJSON(validating: body)
            if raw.isNull {
                self = .batch([])
            } else if raw.isArray, let requests = try? raw.elements.map({ try CallRequest($0) }) {
                self = .batch(requests)
            } else {
                // What is no array of requests has to be one. An array with a wrong request in it is neither.
                self = .single(try CallRequest(raw))
            }
        } catch {
            self = .unreadable(error.message)
        }
    }

    /// Whether a body can only be a batch, or nothing.
    static func looksLikeBatch(_ body: [UInt8]) -> Bool {
        body.first { !($0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09) } == UInt8(ascii: "[")
    }
}
