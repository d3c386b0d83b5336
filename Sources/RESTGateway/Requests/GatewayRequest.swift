import JSON
import RPC
import Transactions
import Wire

/// A request to a route of the gateway: what its path, its query and its body say.
struct GatewayRequest: Sendable {
    /// The path's variable parts by their names in the route, escapes resolved.
    let variables: [String: ByteString]
    /// Names and values in the order of the query.
    let query: [(name: ByteString, value: ByteString)]
    let body: [UInt8]

    init(variables: [String: ByteString] = [:], query: String = "", body: [UInt8] = []) throws(GatewayError) {
        self.variables = variables
        self.query = try GatewayRequest.pairs(query)
        self.body = body
    }

    private static func pairs(_ query: String) throws(GatewayError) -> [(name: ByteString, value: ByteString)] {
        var pairs: [(name: ByteString, value: ByteString)] = []
        for pair in query.split(separator: "&") {
            let equalSign = pair.firstIndex(of: "=") ?? pair.endIndex
            guard let name = PercentEncoding.decodeBytes(pair[..<equalSign], plusIsSpace: true),
                let value = PercentEncoding.decodeBytes(pair[equalSign...].dropFirst(), plusIsSpace: true)
            else { throw GatewayError(.invalidArgument, "invalid URL escape in \(pair)") }
            pairs.append((ByteString(name), ByteString(value)))
        }
        return pairs
    }

    /// A variable part of the path; the route has it.
    func variable(_ name: String) -> ByteString { variables[name] ?? "" }

    /// A parameter by either of its names, as in `order_by` and `orderBy`; empty when it is missing.
    func parameter(_ name: ByteString, or other: ByteString? = nil) -> ByteString {
        query.first { $0.name == name || $0.name == other }?.value ?? ""
    }

    /// All values of a parameter that may be given several times.
    func parameters(_ name: ByteString) -> [ByteString] { query.filter { $0.name == name }.map(\.value) }

    /// A parameter that is a whole number; nil when it is missing or empty.
    func number(_ name: ByteString, or other: ByteString? = nil) throws(GatewayError) -> UInt64? {
        let text = parameter(name, or: other)
        if text.isEmpty { return nil }
        guard let number = UInt64(text.description) else {
            throw GatewayError(.invalidArgument, "\(name): \(ContentHash.shown(text)) is no whole number")
        }
        return number
    }

    /// The page that is asked for.
    func page() throws(GatewayError) -> PageRequest {
        let key = parameter("pagination.key")
        // An escape of `+` is often forgotten.
        let text = key.description.replacing(" ", with: "+")
        guard let bytes = Base64.decode(text) else {
            throw GatewayError(.invalidArgument, "pagination.key: \(ContentHash.shown(key)) is no Base64")
        }
        if try number("pagination.offset") ?? 0 != 0 {
            throw GatewayError(.invalidArgument, "pagination.offset is not supported: use pagination.key")
        }
        return PageRequest(
            key: bytes, limit: try number("pagination.limit") ?? 0,
            isReversed: parameter("pagination.reverse") == "true")
    }

    /// The members of the body, which is an object, by either of their names.
    func members(_ names: [ByteString: ByteString]) throws(GatewayError) -> [ByteString: JSONValue] {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: body)
        } catch {
            throw GatewayError(.invalidArgument, "the body is no JSON: \(error.message)")
        }
        guard case .object(let object) = json else {
            throw GatewayError(.invalidArgument, "the body is no JSON object")
        }
        var members: [ByteString: JSONValue] = [:]
        for (key, value) in object.members where value != .null {
            guard let name = names[key] ?? (names.values.contains(key) ? key : nil) else {
                throw GatewayError(.invalidArgument, "unknown field \(ContentHash.shown(key))")
            }
            if members.updateValue(value, forKey: name) != nil {
                throw GatewayError(.invalidArgument, "\(name): the field occurs twice")
            }
        }
        return members
    }
}
