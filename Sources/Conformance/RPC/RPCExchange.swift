import JSON
import RPC
import Wire

/// A recorded request to a node, and its response.
struct RPCExchange {
    /// As in `GET /block?height=3`, with the method of a JSON-RPC request behind it.
    let name: String
    let question: HTTPQuestion
    /// The method that is called; nil of batches, pages and what is no call.
    let method: String?
    let status: Int
    /// By their names in lower case.
    let headers: [String: String]
    let body: [UInt8]

    /// The headers that are recorded, and compared.
    static let headerNames = ["content-type", "cache-control", "location"]

    init(_ vector: VectorMember) throws {
        let request = vector["request"]
        let method = try request["method"].text(), path = try request["path"].text()
        let sent = try RPCExchange.body(request["body"])
        body = try vector["body"].utf8()
        question = HTTPQuestion(
            method: method, target: path, host: RPCExchange.host(listedIn: body),
            contentType: try request["content_type"].textIfPresent(), body: sent)
        status = try vector["status"].integer()
        var headers: [String: String] = [:]
        for name in RPCExchange.headerNames where vector["headers"].has(name) {
            headers[name] = try vector["headers"][name].text()
        }
        self.headers = headers
        let call = (try? JSONValue(parsing: sent)).map { VectorMember($0) }
        let called = (try? call?["method"].textIfPresent()) ?? nil
        let file = path.dropFirst().prefix { $0 != "?" && $0 != "/" }
        self.method = file.isEmpty ? called : String(file)
        name = "\(method) \(path)" + (path == "/" ? called.map { " \($0)" } ?? "" : "")
    }

    /// The body that was sent. One of a megabyte was not recorded: its beginning and its length stand for it.
    private static func body(_ vector: VectorMember) throws -> [UInt8] {
        guard let text = try vector.textIfPresent() else { return [] }
        guard text.hasSuffix(" bytes)"), let start = text.firstRange(of: "...(") else { return Array(text.utf8) }
        let digits = text[start.upperBound...].prefix { $0.isNumber }
        guard let count = Int(digits), count <= VectorFiles.sizeMaximum else { return Array(text.utf8) }
        let beginning = Array(text[..<start.lowerBound].utf8)
        return beginning + [UInt8](repeating: UInt8(ascii: "A"), count: max(0, count - beginning.count))
    }

    /// The host that a page of endpoints links to: what the `Host` header said, which is not recorded.
    private static func host(listedIn body: [UInt8]) -> String {
        let text = String(decoding: body.prefix(1000), as: UTF8.self)
        guard let link = text.firstRange(of: "<a href=\"//") else { return "localhost" }
        return String(text[link.upperBound...].prefix { $0 != "/" })
    }
}
