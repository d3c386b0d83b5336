import RPC
import Testing

@Suite("Arguments in URIs")
struct URIArgumentTests {
    private let dispatcher: RPCDispatcher

    init() throws {
        dispatcher = RPCDispatcher(view: try StubNode())
    }

    /// A URI, and the `data` of its error or its result.
    struct Case: Sendable, CustomTestStringConvertible {
        let target: String
        let outcome: String

        init(_ target: String, _ outcome: String) {
            self.target = target
            self.outcome = outcome
        }

        var testDescription: String { target }
    }

    private static let converting = "error converting http params to arguments: "

    @Test(
        "Arguments that cannot be read are invalid params with status 500",
        arguments: [
            Case("/block?height=abc", #"invalid 64-bit integer encoding \"abc\", expected string"#),
            Case("/block?height=1.5", #"invalid 64-bit integer encoding \"1.5\", expected string"#),
            Case("/block?height=%22x%22", "invalid character 'x' looking for beginning of value"),
            Case("/block?height=%22%22", "unexpected end of JSON input"),
            Case("/block?height=007", "invalid character '0' after top-level value"),
            Case(
                "/block?height=99999999999999999999",
                "json: cannot unmarshal number 99999999999999999999 into Go value of type int64"),
            Case("/block?height=0x05", "got a hex string arg, but expected 'int64'"),
            Case("/validators?page=0X05", "got a hex string arg, but expected 'int'"),
            Case("/genesis_chunked?chunk=-1", "json: cannot unmarshal number -1 into Go value of type uint"),
            Case("/tx?hash=zz", "invalid character 'z' looking for beginning of value"),
            Case("/tx?hash=5", "json: cannot unmarshal number into Go value of type []uint8"),
            Case("/tx?hash=true", "json: cannot unmarshal bool into Go value of type []uint8"),
            Case("/tx?hash=0xzz", "encoding/hex: invalid byte: U+007A 'z'"),
            Case("/tx?hash=0xabc", "encoding/hex: odd length hex string"),
            Case("/tx?hash=0x00&prove=%22true%22", "json: cannot unmarshal string into Go value of type bool"),
            Case("/tx?hash=0x00&prove=1", "json: cannot unmarshal number into Go value of type bool"),
            Case("/tx?hash=0x00&prove=yes", "invalid character 'y' looking for beginning of value"),
            Case("/tx?hash=0x00&prove=0x01", "got a hex string arg, but expected 'bool'"),
            Case("/check_tx?tx=abc", "invalid character 'a' looking for beginning of value"),
            Case("/check_tx?tx=5", "json: cannot unmarshal number into Go value of type types.Tx"),
            Case("/check_tx?tx=%7B%7D", "json: cannot unmarshal object into Go value of type types.Tx"),
            Case("/check_tx?tx=%22", "unexpected end of JSON input"),
            Case("/abci_query?data=5", "invalid hex string: 5"),
            Case("/abci_query?path=abc", "invalid character 'a' looking for beginning of value"),
            Case("/header_by_hash?hash=true", "invalid hex string: true"),
            Case("/broadcast_evidence?evidence=0x00", "got a hex string arg, but expected 'interface'"),
            Case("/broadcast_evidence?evidence=%7B%7D", "interface type cannot be empty"),
        ])
    func unreadable(_ given: Case) async {
        let answer = await dispatcher.get(given.target)
        #expect(answer.status == 500)
        #expect(
            answer.body == #"{"jsonrpc":"2.0","id":-1,"error":{"code":-32602,"message":"Invalid params","data":""#
                + Self.converting + given.outcome + #""}}"#)
    }

    /// A URI, and what the application was asked by it.
    struct Query: Sendable, CustomTestStringConvertible {
        let target: String
        var path = ""
        var data: String?
        var height = "0"
        var proves = false

        var testDescription: String { target }

        var result: String {
            let key = data.map { "\"\($0)\"" } ?? "null"
            return #"{"response":{"code":0,"log":"\#(path)","info":"","index":"\#(proves ? "-1" : "0")","#
                + #""key":\#(key),"value":null,"proofOps":null,"height":"\#(height)","codespace":""}}}"#
        }
    }

    @Test(
        "Numbers stand with or without quotes, texts in quotes, bytes in hexadecimal or in quotes",
        arguments: [
            Query(
                target: "/abci_query?path=%22/a%22&data=0x6162&height=7&prove=true", path: "/a", data: "YWI=",
                height: "7",
                proves: true),
            Query(
                target: "/abci_query?path=0x2f61&data=%22ab%22&height=%227%22&prove=false", path: "/a", data: "YWI=",
                height: "7"),
            Query(target: "/abci_query?data=0X6162", data: "YWI="),
            Query(target: "/abci_query?data=%22%22&path=null&height=null&prove=null"),
            Query(target: "/abci_query?height=-1", height: "-1"),
            Query(target: "/abci_query?height=%22null%22"),
            Query(target: "/abci_query?height=&data=&prove="),
            Query(target: "/abci_query?path=%22a+b%22&data=%22a%2Bb%22", path: "a b", data: "YSti"),
            Query(target: "/abci_query?path=%22first%22&path=%22second%22", path: "first"),
            Query(target: "/abci_query?path=%22a%22;x&data=0x61", data: "YQ=="),
            Query(target: "/abci_query?data=%zz&path=%22a%22", path: "a"),
        ])
    func readable(_ query: Query) async {
        let answer = await dispatcher.get(query.target)
        #expect(answer.status == 200)
        #expect(answer.body == #"{"jsonrpc":"2.0","id":-1,"result":"# + query.result)
    }

    @Test("Bytes in a URI may be Base64 only where JSON lets them: as an array of numbers")
    func numbers() async {
        let answer = await dispatcher.get("/check_tx?tx=[97,98]")
        #expect(answer.body.contains(#""data":"YWI=""#))
    }

    @Test("A form adds arguments that the query has not")
    func form() async {
        let form = "application/x-www-form-urlencoded; charset=utf-8"
        let added = await dispatcher.post("height=3&data=0x61", to: "/abci_query?height=5", contentType: form)
        #expect(added.body.contains(#""key":"YQ==""#) && added.body.contains(#""height":"5""#))
        let ignored = await dispatcher.post("data=0x61", to: "/abci_query", contentType: "text/plain")
        #expect(ignored.body.contains(#""key":null"#))
    }

    @Test("What would make CometBFT's handler panic gets the answer that its server gives then")
    func panics() async {
        let quote = await dispatcher.get("/block?height=%22")
        #expect(quote.status == 500)
        #expect(
            quote.body
                == #"{"jsonrpc":"2.0","id":-1,"error":{"code":-32603,"message":"Internal error","data":"runtime error: slice bounds out of range [1:0]"}}"#
        )
        let chunk = await dispatcher.get("/genesis_chunked?chunk=18446744073709551615")
        #expect(chunk.status == 500 && chunk.body.contains("runtime error: index out of range [-1]"))
    }
}
