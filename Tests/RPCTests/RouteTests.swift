import Chain
import Cryptography
import RPC
import Synchronization
import Testing
import Wire

@Suite("Routes")
struct RouteTests {
    private let chain: StubChain
    private let dispatcher: RPCDispatcher

    init() throws {
        chain = try StubChain(base: 2, height: 5)
        dispatcher = RPCDispatcher(view: StubNode(chain))
    }

    private func error(_ text: String) -> String {
        #"{"jsonrpc":"2.0","id":-1,"error":{"code":-32603,"message":"Internal error","data":"\#(text)"}}"#
    }

    // MARK: Heights

    @Test(
        "Heights that are not there are refused in CometBFT's words",
        arguments: ["block", "commit", "block_results", "header"])
    func heights(method: String) async {
        let refusals = [
            "0": "height must be greater than 0, but got 0", "-1": "height must be greater than 0, but got -1",
            "6": "height 6 must be less than or equal to the current blockchain height 5",
            "1": "height 1 is not available, lowest height is 2",
        ]
        for (height, text) in refusals {
            let answer = await dispatcher.get("/\(method)?height=\(height)")
            #expect(answer.status == 500 && answer.body == error(text) && !answer.isCacheable)
        }
        for height in ["2", "5", ""] {
            let answer = await dispatcher.get("/\(method)?height=\(height)")
            #expect(answer.status == 200)
            #expect(answer.isCacheable == !height.isEmpty)
        }
    }

    @Test("Validators and parameters of the next height are known, unless the node fetches blocks")
    func nextHeight() async throws {
        for method in ["validators", "consensus_params"] {
            #expect(await dispatcher.get("/\(method)").body.contains(#""block_height":"6""#))
            #expect(
                await dispatcher.get("/\(method)?height=7").body
                    == error("height 7 must be less than or equal to the current blockchain height 6"))
            let catchingUp = RPCDispatcher(view: StubNode(chain, isCatchingUp: true))
            #expect(await catchingUp.get("/\(method)").body.contains(#""block_height":"5""#))
        }
    }

    @Test("Without blocks nothing is there, which is no error unless something is needed")
    func emptyChain() async throws {
        let dispatcher = RPCDispatcher(view: StubNode(try StubChain(base: 0, height: 0)))
        let prefix = #"{"jsonrpc":"2.0","id":-1,"result":"#
        #expect(
            await dispatcher.get("/block").body
                == prefix + #"{"block_id":{"hash":"","parts":{"total":0,"hash":""}},"block":null}}"#)
        #expect(await dispatcher.get("/header").body == prefix + #"{"header":null}}"#)
        #expect(await dispatcher.get("/commit").body == prefix + "null}")
        #expect(await dispatcher.get("/block_results").body == error("could not find results for height #0"))
        #expect(
            await dispatcher.get("/blockchain").body == error("min height 1 can't be greater than max height 0"))
        let status = await dispatcher.get("/status").body
        #expect(status.contains(#""latest_block_height":"0","latest_block_time":"1970-01-01T00:00:00Z""#))
    }

    @Test("The commit of the last block is the one this node saw, the others' are their successors'")
    func commits() async {
        let last = await dispatcher.get("/commit?height=5").body
        #expect(last.contains(#""commit":{"height":"5","round":1"#) && last.hasSuffix(#""canonical":false}}"#))
        let other = await dispatcher.get("/commit?height=4").body
        #expect(other.contains(#""commit":{"height":"4","round":0"#) && other.hasSuffix(#""canonical":true}}"#))
    }

    // MARK: Lists

    @Test(
        "A list of blocks ends at the chain's ends and has at most 20",
        arguments: [
            ("", [5, 4, 3, 2]), ("minHeight=3", [5, 4, 3]), ("maxHeight=3", [3, 2]),
            ("minHeight=1&maxHeight=99", [5, 4, 3, 2]),
        ])
    func blockchain(query: String, heights: [Int]) async {
        let answer = await dispatcher.get("/blockchain?\(query)")
        let found = answer.body.split(separator: #""chain_id":"stub","height":""#).dropFirst().map {
            $0.prefix { $0 != "\"" }
        }
        #expect(found.map(String.init) == heights.map(String.init))
        #expect(answer.body.contains(#""last_height":"5""#) && answer.isCacheable)
    }

    @Test(
        "Ranges that are none are refused",
        arguments: [
            ("minHeight=4&maxHeight=3", "min height 4 can't be greater than max height 3"),
            ("minHeight=-1", "heights must be non-negative"), ("maxHeight=-1", "heights must be non-negative"),
            ("minHeight=6", "min height 6 can't be greater than max height 5"),
            ("minHeight=-9223372036854775808", "heights must be non-negative"),
        ])
    func wrongRanges(query: String, text: String) async {
        #expect(await dispatcher.get("/blockchain?\(query)").body == error(text))
    }

    @Test("Twenty blocks are the most, the highest ones")
    func longBlockchain() async throws {
        let dispatcher = RPCDispatcher(view: StubNode(try StubChain(height: 30)))
        let body = await dispatcher.get("/blockchain?minHeight=1").body
        #expect(body.split(separator: "num_txs").count == 21)
        #expect(body.contains(#""height":"11""#) && !body.contains(#""height":"10""#))
    }

    @Test(
        "Validators come in pages",
        arguments: [
            ("", 30, 1), ("per_page=0", 30, 1), ("per_page=-1", 30, 1), ("per_page=1000", 35, 1),
            ("per_page=10&page=4", 5, 4),
            ("page=2", 5, 2), ("page=null", 30, 1),
        ])
    func pages(query: String, count: Int, page: Int) async throws {
        let dispatcher = RPCDispatcher(view: StubNode(try StubChain(validators: 35)))
        let body = await dispatcher.get("/validators?height=5&\(query)").body
        #expect(body.contains(#""count":"\#(count)","total":"35""#), "\(body)")
    }

    @Test("Pages that are not there are refused")
    func wrongPages() async {
        for page in ["0", "-1", "2", "9223372036854775807"] {
            let answer = await dispatcher.get("/validators?page=\(page)")
            #expect(answer.body == error("page should be within [1, 1] range, given \(page)"))
        }
    }

    @Test("Transactions that wait are shown up to a limit; the number alone shows none")
    func mempool() async {
        let first = await dispatcher.get("/unconfirmed_txs").body
        #expect(first.contains(#""n_txs":"30","total":"120","total_bytes":"120","txs":["AA==","#))
        #expect(await dispatcher.get("/unconfirmed_txs?limit=1000").body.contains(#""n_txs":"100","total":"120""#))
        #expect(
            await dispatcher.get("/num_unconfirmed_txs").body
                == #"{"jsonrpc":"2.0","id":-1,"result":{"n_txs":"120","total":"120","total_bytes":"120","txs":null}}"#)
    }

    // MARK: Hashes

    @Test("Blocks and headers are found by their hash, which JSON gives in Base64 and in hexadecimal")
    func hashes() async throws {
        let hash = try #require(chain.block(at: 3)?.hash)
        let hexadecimal = Hex.lowercase(hash.bytes)
        for answer in [
            await dispatcher.get("/block_by_hash?hash=0x\(hexadecimal)"),
            await dispatcher.get("/header_by_hash?hash=0x\(hexadecimal)"),
            await dispatcher.post(
                #"{"id":1,"method":"block_by_hash","params":["\#(Base64.encode(hash.bytes))"]}"#),
            await dispatcher.post(#"{"id":1,"method":"header_by_hash","params":{"hash":"\#(hexadecimal)"}}"#),
        ] {
            #expect(answer.body.contains(#""chain_id":"stub","height":"3""#) && answer.isCacheable)
        }
        for unknown in ["0x", "0x00", "0x" + String(repeating: "11", count: 32)] {
            let block = await dispatcher.get("/block_by_hash?hash=\(unknown)")
            #expect(
                block.body.hasSuffix(#""result":{"block_id":{"hash":"","parts":{"total":0,"hash":""}},"block":null}}"#))
            #expect(
                await dispatcher.get("/header_by_hash?hash=\(unknown)").body.hasSuffix(#""result":{"header":null}}"#))
        }
    }

    @Test("A transaction is found by its hash, with a proof when asked for")
    func transaction() async throws {
        let transaction = StubChain.transaction(at: 4)
        let hash = Hex.uppercase(transaction.hash.bytes)
        let plain = await dispatcher.get("/tx?hash=0x\(hash)")
        #expect(plain.body.contains(#"{"hash":"\#(hash)","height":"4","index":0,"tx_result":{"code":3,"#))
        #expect(plain.body.hasSuffix(#""tx":"\#(Base64.encode(transaction.bytes))"}}"#) && plain.isCacheable)
        let proved = await dispatcher.get("/tx?hash=0x\(hash)&prove=true")
        #expect(proved.body.contains(#""proof":{"root_hash":""#))
    }

    @Test("Transactions that are not there are errors")
    func wrongTransactions() async throws {
        #expect(await dispatcher.get("/tx").body == error("transaction hash cannot be empty"))
        #expect(await dispatcher.get("/tx?hash=0x00").body == error("tx (00) not found"))
        var chain = chain
        chain.isIndexingTransactions = false
        let unindexed = RPCDispatcher(view: StubNode(chain))
        #expect(await unindexed.get("/tx?hash=0x00").body == error("transaction indexing is disabled"))
    }

    // MARK: The rest

    @Test("A genesis document of more than one chunk comes in chunks only")
    func genesis() async {
        let chunk = [UInt8](repeating: UInt8(ascii: " "), count: GenesisInformation.chunkBytes)
        let large = RPCDispatcher(view: StubNode(chain, genesisText: chunk + [UInt8(ascii: "1")]))
        #expect(
            await large.get("/genesis").body
                == error("genesis response is large, please use the genesis_chunked API instead"))
        #expect(
            await large.get("/genesis_chunked?chunk=1").body
                == #"{"jsonrpc":"2.0","id":-1,"result":{"chunk":"1","total":"2","data":"MQ=="}}"#)
        #expect(await large.get("/genesis_chunked?chunk=2").body == error("there are 1 chunks, 2 is invalid"))
        let small = await dispatcher.get("/genesis")
        #expect(small.body == #"{"jsonrpc":"2.0","id":-1,"result":{"genesis":{"chain_id":"stub"}}}"#)
        #expect(small.isCacheable)
        let empty = RPCDispatcher(view: StubNode(chain, genesisText: []))
        #expect(
            await empty.get("/genesis_chunked").body
                == error("service configuration error, there are no chunks"))
    }

    @Test("Broadcasts answer with the hash, and with what the mempool or the application says")
    func broadcasts() async {
        let hash = Hex.uppercase(Transaction(Array("tx".utf8)).hash.bytes)
        let prefix = #"{"jsonrpc":"2.0","id":-1,"result":"#
        #expect(
            await dispatcher.get("/broadcast_tx_async?tx=%22tx%22").body
                == prefix + #"{"code":0,"data":"","log":"","codespace":"","hash":"\#(hash)"}}"#)
        #expect(
            await dispatcher.get("/broadcast_tx_sync?tx=%22tx%22").body
                == prefix + #"{"code":0,"data":"7478","log":"checked","codespace":"","hash":"\#(hash)"}}"#)
        #expect(await dispatcher.get("/broadcast_tx_sync").body.contains(#""code":2"#))
        #expect(
            await dispatcher.get("/broadcast_tx_sync?tx=%22twice%22").body == error("tx already exists in cache"))
        let committed = await dispatcher.get("/broadcast_tx_commit?tx=%22tx%22").body
        #expect(committed.contains(#""check_tx":{"code":0,"data":null,"log":"","info":"","gas_wanted":"1""#))
        #expect(committed.hasSuffix(#""hash":"\#(hash)","height":"5"}}"#))
    }

    @Test("A batch of transactions is answered in its order, whatever becomes of each")
    func batch() async {
        let texts = ["a", "twice", "", "b"].map { Base64.encode(Array($0.utf8)) }
        let calls = texts.enumerated().map { index, text in
            #"{"id":\#(index),"method":"broadcast_tx_sync","params":["\#(text)"]}"#
        }
        let answer = await dispatcher.post("[\(calls.joined(separator: ",")),{\"id\":9,\"method\":\"none\"}]").body
        let parts = answer.split(separator: #"{"jsonrpc""#).dropFirst()
        #expect(parts.count == 5)
        let wanted = [
            #""id":0,"result":{"code":0,"data":"61""#, "already exists", #""code":2"#, #""data":"62""#, "not found",
        ]
        for (part, text) in zip(parts, wanted) { #expect(part.contains(text), "\(part)") }
    }

    @Test("Only transactions go together; what reads between them waits for those before it")
    func paces() {
        func pace(_ methods: String...) -> RPCPlan.Pace {
            let calls = methods.map { #"{"id":1,"method":"\#($0)","params":{"tx":"YQ=="}}"# }
            let body = "[\(calls.joined(separator: ","))]"
            return dispatcher.plan(
                HTTPQuestion(method: "POST", target: "/", host: "localhost", body: Array(body.utf8))
            ).pace
        }
        #expect(pace("broadcast_tx_async", "broadcast_tx_sync") == .submitting)
        #expect(pace("broadcast_tx_async", "no_such_method") == .submitting)
        #expect(pace("broadcast_tx_async", "num_unconfirmed_txs") == .waiting)
        #expect(pace("broadcast_tx_commit", "broadcast_tx_async") == .waiting)
        #expect(pace("num_unconfirmed_txs") == .atOnce)
    }

    @Test("An error inside leaves an answer cacheable, as in CometBFT; a method that must not be cached does not")
    func caching() async {
        let calls = [
            (#"{"id":1,"method":"block","params":{"height":"99"}}"#, true),
            (#"{"id":1,"method":"block","params":{}}"#, false), (#"{"id":1,"method":"health"}"#, false),
            (#"[{"id":1,"method":"block","params":["3"]},{"id":2,"method":"abci_info"}]"#, true),
            (#"[{"id":1,"method":"block","params":["3"]},{"method":"health"}]"#, true),
            (#"[{"id":1,"method":"block","params":["3"]},{"id":2,"method":"status"}]"#, false),
            (#"[{"id":1,"method":"block","params":["3"]},{"id":2,"method":"nosuch"}]"#, false),
            (#"[{"id":1,"method":"block","params":["3"]},{"id":2,"method":"tx","params":5}]"#, false),
        ]
        for (body, isCacheable) in calls {
            #expect(await dispatcher.post(body).isCacheable == isCacheable, "\(body)")
        }
    }

    @Test("A status that has changed is not answered with the one before")
    func status() async throws {
        let node = GrowingStub(chain: chain)
        let dispatcher = RPCDispatcher(view: node)
        for height in [5, 5, 6, 7] {
            node.height.store(Int64(height), ordering: .relaxed)
            #expect(await dispatcher.get("/status").body.contains(#""latest_block_height":"\#(height)""#))
        }
    }

    @Test("A round state is an error while there is none")
    func noConsensus() async {
        #expect(await dispatcher.get("/consensus_state").body == error("consensus has not started yet"))
    }
}
