import Wire

/// The page that a browser gets from the root: every route, with its arguments to be filled in.
enum EndpointList {
    /// The page, with links to the host that was asked.
    ///
    /// CometBFT meant to list the routes without arguments apart, but counts the context among the arguments of each.
    static func page(_ routes: [(name: ByteString, parameters: [ByteString])], host: String) -> HTTPAnswer {
        var html = "<html><body><br>Available endpoints:<br><br>Endpoints that require arguments:<br>"
        for (name, parameters) in routes.sorted(by: { $0.name < $1.name }) {
            let arguments = parameters.map { "\($0)=_" }.joined(separator: "&")
            let link = "//\(host)/\(name)?\(arguments)"
            html += "<a href=\"\(link)\">\(link)</a></br>"
        }
        html += "</body></html>"
        return HTTPAnswer(status: 200, headers: [("Content-Type", "text/html")], body: Array(html.utf8))
    }
}
