/// What an HTTP request asks, as far as the RPC looks at it.
package struct HTTPQuestion: Sendable {
    /// The method's name as it was sent. It hardly matters: every path answers every method.
    package let method: String
    /// What stands behind the method: path and query, or a whole URL.
    package let target: String
    /// The `Host` header; empty when there is none.
    package let host: String
    /// The `Content-Type` header; nil when there is none.
    package let contentType: String?
    /// The body, or as much of it as shows that it is too long.
    package let body: [UInt8]

    package init(method: String, target: String, host: String, contentType: String? = nil, body: [UInt8] = []) {
        self.method = method
        self.target = target
        self.host = host
        self.contentType = contentType
        self.body = body
    }
}
