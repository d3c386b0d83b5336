import ABCI
import Chain
import Cryptography
import RPC
import Testing
import Wire

@Suite("Searches")
struct SearchTests {
    private let chain: StubChain
    private let dispatcher: RPCDispatcher

    init() throws {
        chain = try StubChain(base: 2, height: 9)
        dispatcher = RPCDispatcher(view: StubNode(chain))
    }

    /// What a search found: heights in order, and how many there are.
    private func found(_ method: String, _ query: String, _ rest: String = "") async -> String {
        let escaped = query.utf8.map { "%" + Hex.uppercase([$0]) }.joined()
        let answer = await dispatcher.get("/\(method)?query=%22\(escaped)%22\(rest)")
        if answer.status != 200 { return dispatcher.outcome(answer) }
        let member =
            method == "tx_search" ? /"hash":"[0-9A-F]+","height":"(\d+)"/ : /"chain_id":"stub","height":"(\d+)"/
        let heights = answer.body.matches(of: member).map { String($0.1) }
        let count = answer.body.firstMatch(of: /"total_count":"(\d+)"/).map { String($0.1) } ?? "?"
        return heights.joined(separator: " ") + " of \(count)"
    }

    @Test(
        "Transactions are found by height, of what is stored",
        arguments: [
            ("tx.height>0", "2 3 4 5 6 7 8 9 of 8"), ("tx.height = 4", "4 of 1"), ("tx.height=\u{27}4\u{27}", "4 of 1"),
            ("tx.height>=4 AND tx.height<6", "4 5 of 2"), ("tx.height>4 AND tx.height<=6", "5 6 of 2"),
            ("tx.height<3", "2 of 1"), ("tx.height>9", " of 0"), ("tx.height=1", " of 0"),
            ("tx.height>6 AND tx.height<5", " of 0"), ("tx.height>9223372036854775807", " of 0"),
        ])
    func heights(query: String, expected: String) async {
        #expect(await found("tx_search", query) == expected)
        let blocks = await found("block_search", query.replacing("tx.", with: "block."), "&order_by=%22asc%22")
        #expect(blocks == expected)
    }

    @Test("Pages are CometBFT's, in both orders; blocks come with the highest first")
    func pages() async {
        #expect(await found("tx_search", "tx.height>0", "&per_page=3") == "2 3 4 of 8")
        #expect(await found("tx_search", "tx.height>0", "&per_page=3&page=3") == "8 9 of 8")
        #expect(await found("tx_search", "tx.height>0", "&per_page=3&order_by=%22desc%22") == "9 8 7 of 8")
        #expect(await found("tx_search", "tx.height>0", "&per_page=3&page=3&order_by=%22desc%22") == "3 2 of 8")
        #expect(await found("block_search", "block.height>0", "&per_page=3") == "9 8 7 of 8")
        #expect(
            await found("tx_search", "tx.height>0", "&per_page=3&page=4").contains(
                "page should be within [1, 3] range, given 4"))
        #expect(
            await found("tx_search", "tx.height>0", "&order_by=%22up%22").contains(
                "expected order_by to be either `asc` or `desc` or empty"))
    }

    @Test("A transaction is found by its hash in either case, or not at all")
    func hashes() async {
        let hash = StubChain.transaction(at: 5).hash
        #expect(await found("tx_search", "tx.hash='\(hash)'") == "5 of 1")
        #expect(await found("tx_search", "tx.hash='\("\(hash)".lowercased())'") == "5 of 1")
        #expect(await found("tx_search", "tx.hash='\(hash)' AND tx.height>5") == " of 0")
        #expect(await found("tx_search", "tx.hash='AB'") == " of 0")
        let proven = await dispatcher.get("/tx_search?query=%22tx.height=5%22&prove=true")
        #expect(proven.body.contains(#""proof":{"root_hash":"#))
        #expect(await dispatcher.get("/tx_search?query=%22tx.height=5%22").body.contains(#""proof""#) == false)
    }

    @Test("What changed a work is asked of the node; events that have another are not taken")
    func works() async {
        // The stand-in's transactions have no events.
        #expect(await found("tx_search", "content_hash='sha256:all'") == " of 0")
        #expect(await found("tx_search", "content_registered.content_hash='sha256:none'") == " of 0")
    }

    @Test(
        "A query that cannot be answered is an error that says why",
        arguments: [
            ("", "offset 0: EOF"), ("tx.height", "offset 9: EOF"), ("tx.height>", "offset 10: EOF"),
            ("tx.height>x", "a text"),
            ("tx.height='x'", "expected a whole number"), ("tx.height='5", "offset 12: EOF"),
            ("tx.height>5tx", "AND or the end"), ("tx.height>5 OR tx.height<3", "AND or the end"),
            ("tx.height>5 AND", "offset 15: EOF"), ("tx.height 5", "one of"), ("=5", "a key"),
            ("app.key EXISTS", "app.key EXISTS is not indexed"),
            ("app.key CONTAINS 'x'", "app.key CONTAINS is not indexed"),
            ("tx.height>5 ANDtx.height<6", "AND or the end"),
            ("app.creator='x'", "app.creator is not indexed"), ("tx.hash>'AB'", "tx.hash: expected ="),
            ("tx.hash='xy'", "tx.hash: expected ="), ("tx.hash=5", "tx.hash: expected ="),
            ("content_hash>'x'", "content_hash: expected ="), ("a.b.content_hash='x'", "is not indexed"),
            ("tx.height=99999999999999999999", "a text in single quotes"), ("\u{e9}=5", "a key"),
        ])
    func refusals(query: String, part: String) async {
        let text = await found("tx_search", query)
        #expect(text.contains(part), "\(text)")
    }

    @Test("A query of more than 512 bytes, and blocks by anything but their height, are refused")
    func bounds() async {
        let long = String(repeating: "a", count: 513)
        #expect(await found("tx_search", long).contains("maximum query length exceeded"))
        #expect(await found("block_search", "tx.height>5").contains("block.height"))
        #expect(await dispatcher.get("/tx_search?page=x").body.contains(#""code":-32602"#))
    }

    @Test("Any bytes are a query or an error")
    func noise() {
        var seed: UInt64 = 7
        let words = [
            "tx.height", "=", "<", ">=", "'", "5", " AND ", "content_hash", "\u{0}", "é", "99999999999999999999",
        ]
        for _ in 0..<5_000 {
            var text = ""
            for _ in 0..<8 {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += words[Int((seed >> 33) % UInt64(words.count))]
            }
            if let query = try? SearchQuery(ByteString(text)) { #expect(!query.conditions.isEmpty) }
        }
    }
}
