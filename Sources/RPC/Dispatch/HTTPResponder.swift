/// What answers the requests of a server, without sockets: it finds out what has to be done.
package protocol HTTPResponder: Sendable {
    /// Bytes that a request's body may have.
    var bodyBytesMaximum: Int { get }

    /// The answer to a body that is longer.
    var bodyTooLarge: HTTPAnswer { get }

    /// What has to be done to answer a request. Nothing has been done yet.
    func plan(_ question: HTTPQuestion) -> RPCPlan
}

extension RPCDispatcher: HTTPResponder {
    package var bodyBytesMaximum: Int { limits.bodyBytesMaximum }
}
