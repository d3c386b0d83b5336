import RPC
import Testing

@Suite("Paths")
struct PathTests {
    private let dispatcher: RPCDispatcher

    init() throws {
        dispatcher = RPCDispatcher(view: try StubNode())
    }

    @Test(
        "Unknown paths are not found",
        arguments: ["/nosuch", "/status/", "/status/x", "/dial_seeds", "/unsafe_flush_mempool", "/Status", "/a%2Fb"])
    func unknown(target: String) async {
        let answer = await dispatcher.get(target)
        #expect(answer.status == 404 && answer.body == "404 page not found\n")
        #expect(answer.headers["Content-Type"] == "text/plain; charset=utf-8")
    }

    @Test(
        "Paths that are not in their shortest form lead there",
        arguments: [
            ("//status", "/status"), ("/./status?a=b", "/status?a=b"), ("/a/../status", "/status"),
            ("/nosuch//", "/nosuch/"), ("/..", "/"), ("/a//%3C", "/a/%253C"),
        ])
    func redirection(target: String, place: String) async {
        let answer = await dispatcher.get(target)
        #expect(answer.status == 301)
        #expect(answer.headers["Location"] == place)
        #expect(answer.headers["Content-Type"] == "text/html; charset=utf-8")
        #expect(answer.body == "<a href=\"\(place)\">Moved Permanently</a>.\n\n")
        let posted = await dispatcher.get(target, method: "DELETE")
        #expect(posted.status == 301 && posted.body.isEmpty && posted.headers["Content-Type"] == nil)
    }

    @Test(
        "Requests that Go's server refuses are bad ones",
        arguments: ["", "status", "/%zz", "/%", "/a\u{7F}", "*"])
    func bad(target: String) async {
        let answer = await dispatcher.get(target)
        #expect(answer.status == 400 && answer.body == "400 Bad Request")
    }

    @Test("Escapes in the path count, methods do not, and a whole URL is taken for its path")
    func spellings() async {
        let expected = #"{"jsonrpc":"2.0","id":-1,"result":{}}"#
        for target in ["/health", "/%68ealth", "/health?foo=bar", "http://example.org/health"] {
            #expect(await dispatcher.get(target).body == expected)
        }
        for method in ["PUT", "OPTIONS", "HEAD", "DELETE", "PATCH"] {
            #expect(await dispatcher.get("/health", method: method).body == expected)
        }
    }

    @Test("A JSON body at a method's path is not looked at")
    func bodyAtMethod() async {
        let answer = await dispatcher.post(#"{"id":1,"method":"status"}"#, to: "/health")
        #expect(answer.body == #"{"jsonrpc":"2.0","id":-1,"result":{}}"#)
    }

    @Test("Methods of WebSockets are not found, and their path wants a handshake")
    func webSockets() async {
        let subscription = await dispatcher.get("/subscribe?query=%22a%22")
        #expect(subscription.status == 404)
        #expect(
            subscription.body == #"{"jsonrpc":"2.0","id":-1,"error":{"code":-32601,"message":"Method not found"}}"#)
        let socket = await dispatcher.get("/websocket")
        #expect(socket.status == 400 && socket.body == "Bad Request\n")
    }

    @Test("The root without a body lists every method with its arguments")
    func list() async {
        for answer in [await dispatcher.get("/"), await dispatcher.post("")] {
            #expect(answer.status == 200)
            #expect(answer.headers["Content-Type"] == "text/html")
            #expect(
                answer.body.hasPrefix(
                    "<html><body><br>Available endpoints:<br><br>Endpoints that require arguments:<br>"
                        + "<a href=\"//localhost:26657/abci_info?\">//localhost:26657/abci_info?</a></br>"
                        + "<a href=\"//localhost:26657/abci_query?path=_&data=_&height=_&prove=_\">"))
            #expect(
                answer.body.hasSuffix(
                    "<a href=\"//localhost:26657/validators?height=_&page=_&per_page=_\">"
                        + "//localhost:26657/validators?height=_&page=_&per_page=_</a></br></body></html>"))
            #expect(answer.body.split(separator: "</a>").count == 32)
        }
    }
}
