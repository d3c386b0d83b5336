/// Path and query of a request, as Go's `net/url` reads them and its `http.ServeMux` looks them up.
package struct RequestTarget: Sendable {
    /// The path with its escapes resolved.
    package let path: String
    /// The path with its escapes as they were sent.
    package let escapedPath: String
    /// What stands behind the question mark.
    package let query: String
    /// The host that a whole URL names; nil when the target is only a path.
    package let host: String?

    /// The target's parts; nil for one that Go's server refuses.
    package init?(_ target: String) {
        var rest = Substring(target)
        var host: String?
        if !rest.hasPrefix("/") {
            guard let scheme = rest.firstRange(of: "://") else { return nil }
            rest = rest[scheme.upperBound...]
            let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
            host = String(rest[..<end])
            rest = rest[end...]
        }
        if target.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return nil }
        let mark = rest.firstIndex(of: "?") ?? rest.endIndex
        let escapedPath = String(rest[..<mark])
        guard let path = PercentEncoding.decode(escapedPath, plusIsSpace: false) else { return nil }
        self.path = path
        self.escapedPath = escapedPath
        query = String(rest[mark...].dropFirst())
        self.host = host
    }

    /// Where Go's multiplexer sends the client when the path is not in its shortest form; nil when it is.
    var redirection: String? {
        let cleaned = RequestTarget.cleaned(escapedPath)
        if cleaned == escapedPath { return nil }
        return PercentEncoding.encodePath(cleaned) + (query.isEmpty ? "" : "?" + query)
    }

    /// The path without empty, `.` and `..` elements; a slash at the end stays (Go's `path.Clean` and `cleanPath`).
    private static func cleaned(_ path: String) -> String {
        var elements: [Substring] = []
        for element in path.split(separator: "/") {
            switch element {
            case ".": break
            case "..": _ = elements.popLast()  // above the root there is only the root
            default: elements.append(element)
            }
        }
        let cleaned = "/" + elements.joined(separator: "/")
        return path.hasSuffix("/") && cleaned != "/" ? cleaned + "/" : cleaned
    }
}
