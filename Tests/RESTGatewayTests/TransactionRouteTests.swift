import Chain
import Cryptography
import JSON
import RESTGateway
import RPC
import Synchronization
import Testing
import Transactions
import Wire

@Suite("The gateway's answers about transactions")
struct TransactionRouteTests {
    let scene: GatewayScene

    init() throws {
        scene = try GatewayScene()
    }

    @Test("A simulation needs no signature, takes JSON in both spellings and bytes, and says the gas")
    func simulation() async throws {
        let message =
            #"{"@type":"/cosmos.bank.v1beta1.MsgSend","fromAddress":"\#(account(apiKey))","#
            + #""toAddress":"\#(account(operatorKey))","amount":[{"denom":"stake","amount":"5"}]}"#
        let key =
            #"{"@type":"/cosmos.crypto.secp256k1.PubKey","key":"\#(Base64.encode(apiKey.publicKey.bytes))"}"#
        let camel =
            #"{"tx":{"body":{"messages":[\#(message)]},"authInfo":{"signerInfos":[{"publicKey":\#(key),"#
            + #""modeInfo":{"single":{"mode":"SIGN_MODE_DIRECT"}}}],"fee":{}},"signatures":["AAAA"]}}"#
        let snake = camel.replacing("authInfo", with: "auth_info").replacing("signerInfos", with: "signer_infos")
            .replacing("publicKey", with: "public_key").replacing("modeInfo", with: "mode_info")
            .replacing("fromAddress", with: "from_address").replacing("toAddress", with: "to_address")
        let send = MsgSend(sender: account(apiKey), recipient: account(operatorKey), amount: [.stake(5)])
        let bytes = Base64.encode(signed(.send(send), by: apiKey, number: 1, sequence: 0))
        for body in [camel, snake, #"{"tx_bytes":"\#(bytes)"}"#, #"{"txBytes":"\#(bytes)","tx":null}"#] {
            let answer = await gateway.post("/cosmos/tx/v1beta1/simulate", body)
            #expect(answer.status == 200 && answer["gas_info", "gas_used"] == .text("60000"), "\(answer)")
            #expect(answer["result", "msg_responses"] == .array([]))
            #expect(answer["result", "log"] == .text(""))
        }
        let poor = camel.replacing(#""amount":"5""#, with: #""amount":"6000000000""#)
        let refused = await gateway.post("/cosmos/tx/v1beta1/simulate", poor)
        #expect(refused.status == 500 && refused["code"] == .integer(2), "\(refused)")
        #expect(refused.text.contains("insufficient funds"))
    }

    @Test(
        "A simulation or broadcast that cannot be read is 400, and says what was wrong",
        arguments: [
            "", "{", "[]", "5", "{}", #"{"tx":5}"#, #"{"tx":{}}"#, #"{"tx":{"body":{},"auth_info":{}}}"#,
            #"{"tx_bytes":5,"mode":"BROADCAST_MODE_SYNC"}"#, #"{"tx_bytes":"","mode":"BROADCAST_MODE_SYNC"}"#,
            #"{"tx_bytes":"%","mode":"BROADCAST_MODE_SYNC"}"#, #"{"other":1}"#,
            #"{"tx_bytes":"AA==","txBytes":"AA=="}"#,
        ])
    func unreadable(body: String) async {
        for path in ["simulate", "txs"] {
            let answer = await gateway.post("/cosmos/tx/v1beta1/\(path)", body)
            #expect(answer.status == 400 && answer["code"] == .integer(3), "\(path): \(answer)")
            #expect(answer["details"] == .array([]))
        }
    }

    @Test("Modes that are not served are refused", arguments: [#""BROADCAST_MODE_BLOCK""#, "1", "0", "null", #""x""#])
    func modes(mode: String) async {
        let answer = await gateway.post("/cosmos/tx/v1beta1/txs", #"{"tx_bytes":"AA==","mode":\#(mode)}"#)
        #expect(answer.status == 400 && answer.text.contains("BROADCAST_MODE_SYNC"), "\(answer)")
    }

    @Test("A broadcast is answered with the application's code, whatever it is")
    func broadcast() async throws {
        let transaction = try registration("one", isNew: false, sequence: 0)
        let body = #"{"tx_bytes":"\#(Base64.encode(transaction))","mode":"BROADCAST_MODE_SYNC"}"#
        let answer = await gateway.post("/cosmos/tx/v1beta1/txs", body)
        #expect(answer.status == 200)
        #expect(
            answer.text
                == #"{"tx_response":{"height":"0","txhash":"\#(hash(transaction))","codespace":"","code":0,"data":"","#
                + #""raw_log":"","logs":[],"info":"","gas_wanted":"200000","gas_used":"60000","tx":null,"timestamp":"","events":[]}}"#,
            "\(answer)")
        let wrong = try registration("two", isNew: false, sequence: 7)
        for mode in [#""BROADCAST_MODE_SYNC""#, "2"] {
            let refused = await gateway.post(
                "/cosmos/tx/v1beta1/txs", #"{"txBytes":"\#(Base64.encode(wrong))","mode":\#(mode)}"#)
            #expect(refused.status == 200 && refused["tx_response", "code"] == .integer(32), "\(refused)")
            #expect(refused.text.contains("account sequence mismatch, expected 1, got 7"))
        }
        let taken = await gateway.post(
            "/cosmos/tx/v1beta1/txs", #"{"tx_bytes":"AA==","mode":"BROADCAST_MODE_ASYNC"}"#)
        #expect(taken["tx_response", "code"] == .integer(0))
        let malformed = await gateway.post(
            "/cosmos/tx/v1beta1/txs", #"{"tx_bytes":"AA==","mode":"BROADCAST_MODE_SYNC"}"#)
        #expect(malformed.status == 200 && malformed["tx_response", "code"] == .integer(2))
        for (text, code) in [
            ("tx already exists in cache", 19), ("mempool is full: number of txs 5", 20),
            ("Tx too large. Max size is 5, but got 6", 21),
        ] {
            node.refusal.withLock { $0 = text }
            let answer = await gateway.post("/cosmos/tx/v1beta1/txs", body)
            #expect(answer.status == 200 && answer["tx_response", "code"] == .integer(code), "\(answer)")
            #expect(answer["tx_response", "codespace"] == .text("sdk"))
        }
        node.refusal.withLock { $0 = "it stops" }
        #expect(await gateway.post("/cosmos/tx/v1beta1/txs", body).status == 503)
    }

    @Test("A transaction of a block has its messages, what became of it, and when; new fields only where they are set")
    func transaction() async throws {
        let old = try registration("one", isNew: false, sequence: 0)
        let new = try registration("two", isNew: true, sequence: 1)
        #expect(await gateway.get("/cosmos/tx/v1beta1/txs/\(hash(old))").status == 404)
        try node.block(old, new)
        let answer = await gateway.get("/cosmos/tx/v1beta1/txs/\(hash(old).lowercased())")
        let message =
            #"{"@type":"/daoncore.contentregistry.v1.MsgRegisterContent","creator":"\#(account(apiKey))","#
            + #""content_hash":"\#(work("one"))","license":"cc_by","fingerprint":"","platform":"api"}"#
        let body =
            #"{"messages":[\#(message)],"memo":"","timeout_height":"0","unordered":false,"timeout_timestamp":null,"#
            + #""extension_options":[],"non_critical_extension_options":[]}"#
        #expect(answer.status == 200)
        #expect(answer.text.hasPrefix(#"{"tx":{"body":\#(body),"auth_info":{"signer_infos":["#), "\(answer)")
        #expect(answer.text.contains(#""tx":{"@type":"/cosmos.tx.v1beta1.Tx","body":\#(body)"#))
        #expect(answer["tx_response", "height"] == .text("2"))
        #expect(answer["tx_response", "txhash"] == .text(hash(old)))
        #expect(answer["tx_response", "code"] == .integer(0))
        #expect(answer["tx_response", "gas_used"] == .text("60000"))
        #expect(answer["tx_response", "timestamp"] == .text("2026-05-28T20:26:42Z"))
        #expect(answer["tx_response", "events", "0", "attributes", "0", "index"] != nil)
        #expect(answer["tx", "signatures", "0"] != nil)
        let set = await gateway.get("/cosmos/tx/v1beta1/txs/\(hash(new))")
        #expect(set["tx", "body", "messages", "0", "content_kind"] == .text("text"))
        #expect(set["tx", "body", "messages", "0", "details_commitment"] == .base64(SHA256.hash([1]).bytes))
        #expect(set["tx", "body", "messages", "0", "owner"] == nil)
    }

    @Test("A transaction that is in no block is 404 with `tx` and `not found`; a hash that is none is 400")
    func noTransaction() async {
        let hash = String(repeating: "AB", count: 32)
        let absent = await gateway.get("/cosmos/tx/v1beta1/txs/\(hash)")
        #expect(absent.status == 404)
        #expect(absent.text == #"{"code":5,"message":"tx not found: \#(hash)","details":[]}"#)
        for wrong in ["AB", "zz", "%00", String(repeating: "A", count: 65)] {
            #expect(await gateway.get("/cosmos/tx/v1beta1/txs/\(wrong)").status == 400)
        }
    }

    @Test("What is no transaction got into a block, and is told with its code")
    func garbage() async throws {
        try node.block([0xff, 0xff])
        let answer = await gateway.get("/cosmos/tx/v1beta1/txs/\(hash([0xff, 0xff]))")
        #expect(answer.status == 200 && answer["tx_response", "code"] == .integer(2), "\(answer)")
        #expect(answer["tx", "body"] == .null)
    }

    @Test("Transactions are found by hash, height and work, page by page, in both orders")
    func search() async throws {
        var hashes: [String] = []
        for sequence in 0..<5 {
            let transaction = try registration("work \(sequence)", isNew: sequence % 2 == 0, sequence: UInt64(sequence))
            hashes.append(hash(transaction))
            try node.block(transaction)
        }
        func found(_ query: String) async -> [String] {
            let answer = await gateway.get("/cosmos/tx/v1beta1/txs?\(query)")
            guard answer.status == 200, case .array(let all) = answer["tx_responses"] else { return ["\(answer)"] }
            return all.compactMap { value in
                if case .object(let object) = value, case .string(let text) = object["txhash"] {
                    text.description
                } else {
                    nil
                }
            }
        }
        #expect(await found("query=tx.height%3E0") == hashes)
        #expect(await found("query=tx.height%3E0&order_by=ORDER_BY_DESC") == hashes.reversed())
        #expect(await found("query=tx.height%3E0&orderBy=2&limit=2") == [hashes[4], hashes[3]])
        #expect(await found("query=tx.height%3E0&page=2&limit=2") == [hashes[2], hashes[3]])
        #expect(await found("query=tx.height%3E0&page=3&limit=2&order_by=ORDER_BY_DESC") == [hashes[0]])
        #expect(await found("query=tx.height%3E%3D3+AND+tx.height%3C5") == [hashes[1], hashes[2]])
        #expect(await found("events=tx.height%3E%3D3&events=tx.height%3C5") == [hashes[1], hashes[2]])
        #expect(await found("query=tx.hash%3D%27\(hashes[3])%27") == [hashes[3]])
        #expect(await found("query=content_registered.content_hash%3D%27\(work("work 4"))%27") == [hashes[4]])
        #expect(await found("query=content_hash%3D%27\(work("other"))%27") == [])
        let answer = await gateway.get("/cosmos/tx/v1beta1/txs?query=tx.height%3E0&limit=2")
        #expect(answer["total"] == .text("5") && answer["pagination"] == .null)
        #expect(answer["txs", "1", "body", "messages", "0", "@type"] != nil)
        for wrong in [
            "", "query=", "query=x", "query=tx.height", "query=tx.height%3D", "query=tx.height%3D%27a%27",
            "query=message.sender%3D%27a%27", "query=tx.hash%3E5", "query=tx.height%3E0&page=x",
            "query=tx.height%3E0&page=9", "query=tx.height%3E0&limit=-1", "query=tx.height%3E0&order_by=up",
            "query=%zz", "query=content_hash%3D5", "query=a.b.content_hash%3D%27x%27",
            "query=tx.height%3D99999999999999999999", "query=tx.height%3D5+OR+tx.height%3D6",
            "query=" + String(repeating: "a", count: 600),
        ] {
            let answer = await gateway.get("/cosmos/tx/v1beta1/txs?\(wrong)")
            #expect(answer.status == 400 && answer["code"] == .integer(3), "\(wrong): \(answer)")
        }
    }
}

extension TransactionRouteTests: GatewaySuite {}
