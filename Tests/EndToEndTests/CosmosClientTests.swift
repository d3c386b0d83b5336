import Chain
import Cryptography
import Foundation
import JSON
import Testing
import Transactions
import Wire

/// Clients of the Cosmos SDK that none of us wrote, at a node's REST interface and its RPC.
@Suite("Clients of the Cosmos SDK", .blocking)
struct CosmosClientTests {
    /// Known to everybody, and nobody's: the chain's API account has it.
    private static let mnemonic = Array(repeating: "abandon", count: 23).joined(separator: " ") + " art"
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// A Python with cosmpy: `make cosmpy` makes one.
    static let python: String? = [root.appending(path: ".build/cosmpy/bin/python").path, "/usr/bin/python3"].first {
        let probe = Process()
        probe.executableURL = URL(filePath: $0)
        probe.arguments = ["-c", "import cosmpy"]
        probe.standardError = FileHandle.nullDevice
        return (try? probe.run()).map { probe.waitUntilExit() } != nil && probe.terminationStatus == 0
    }

    private struct Chain {
        let home: TestHome
        let node: RunningNode
        let rest: RPCClient
    }

    private func start() throws -> Chain {
        let home = TestHome(notMade: ())
        let made = try NodeProcess.run(
            ["init", "tester", "--home", home.path, "--chain-id", "end-to-end"],
            environment: ["API_MNEMONIC": Self.mnemonic])
        if made.end != .exit(0) { throw TestError("init: \(made)") }
        let process = try NodeProcess(
            [
                "start", "--home", home.path, "--rpc.laddr", "tcp://127.0.0.1:0", "--consensus.timeout_commit", "100ms",
            ], environment: ["DAON_API_ADDRESS": "tcp://127.0.0.1:0"])
        let node = try RunningNode(process)
        guard let line = process.output.line(with: "serving REST"),
            let port = line.firstMatch(of: /127\.0\.0\.1:(\d+)/).flatMap({ UInt16($0.1) })
        else { throw TestError("no REST: \(process.output.all())") }
        try node.height(reaching: 2)
        return Chain(home: home, node: node, rest: RPCClient(port: port))
    }

    /// A registration with the new fields, by a key that the chain does not know, in a block.
    private func registerNew(_ node: RunningNode) throws -> String {
        let key = Secp256k1PrivateKey.generate()
        let creator = AccountAddress(.secp256k1(key.publicKey))
        let work = Work(
            contentHash: ContentHash(SHA256.hash([1])), license: try License("cc_by"), contentKind: .text)
        let body = TransactionBody(messages: [.register(MsgRegisterContent(creator: creator, work: work))])
        let bytes = TransactionBuilder(body, fee: Fee(gasLimit: 100_000))
            .signed(by: key, chainID: "end-to-end", accountNumber: 0, sequence: 0)
        let answer = try node.rpc.call("broadcast_tx_commit", ["tx": Data(bytes).base64EncodedString()])
        #expect(try answer.tx_result.code.number == 0)
        return try answer.hash.text
    }

    @Test(
        "cosmpy asks, simulates, sends, registers and waits, and reads its own transactions beside new ones",
        .enabled(if: python != nil, "needs cosmpy: make cosmpy"))
    func cosmpy() throws {
        let chain = try start()
        let python = try #require(Self.python)
        let other = try registerNew(chain.node)
        let validators = try chain.rest.get("/cosmos/staking/v1beta1/validators").json
        let work = ContentHash(SHA256.hash([2]))
        let session = try NodeProcess(
            [
                Self.root.appending(path: "Tests/Cosmos/session.py").path, "rest+http://127.0.0.1:\(chain.rest.port)",
                "end-to-end", Self.mnemonic, try validators.validators[0].operator_address.text, work.text, other,
            ], program: python)
        let end = session.wait(within: 120)
        let (output, errors) = (session.output.all(), session.errors.all())
        #expect(end == .exit(0) && output.last == "done", "\(end) \(output) \(errors)")
        #expect(chain.node.process.stop(SIGTERM) == .exit(0))
    }

    @Test("What the gateway does not have, and what is no HTTP, is answered on the socket as it should be")
    func sockets() throws {
        let chain = try start()
        let missing = try chain.rest.get("/cosmos/gov/v1/proposals")
        #expect(missing.status == 501)
        #expect(
            String(decoding: missing.body, as: UTF8.self) == #"{"code":12,"message":"Not Implemented","details":[]}"#)
        #expect(try chain.rest.get("/websocket").status == 501)
        #expect(try chain.rest.get("/cosmos/base/tendermint/v1beta1/syncing").json.syncing.truth == false)
        // The RPC is elsewhere.
        #expect(try chain.rest.get("/status").status == 501)
        let home = try TestHome()
        let taken = try NodeProcess.run(
            [
                "start", "--home", home.path, "--rpc.laddr", "tcp://127.0.0.1:0", "--api.address",
                "127.0.0.1:\(chain.rest.port)",
            ])
        #expect(taken.end == .exit(1))
        #expect(taken.errors.last?.contains("Choose another api.address") == true, "\(taken)")
        let other = try NodeProcess.run(
            [
                "start", "--home", home.path, "--rpc.laddr", "tcp://127.0.0.1:0", "--proxy_app", "kvstore",
                "--api.address", "tcp://127.0.0.1:0",
            ])
        #expect(other.end == .exit(1))
        #expect(other.errors.last?.contains("leave it empty with --proxy_app kvstore") == true, "\(other)")
    }

    // MARK: cosmjs

    /// What cosmjs's `SigningStargateClient` sends to send coins, request by request, and what its decoders demand of the
    /// answers (`tendermint-rpc/src/comet38`, `stargate/src`).
    @Test("The exchange that cosmjs makes to send coins has the answers that its decoders take")
    func cosmjs() throws {
        let chain = try start()
        let rpc = chain.node.rpc
        let key = try privateKey(chain)
        let sender = AccountAddress(.secp256k1(key.publicKey))
        let recipient = AccountAddress(.secp256k1(Secp256k1PrivateKey.generate().publicKey))

        // connectComet, getChainId
        let status = try rpc.call("status")
        #expect(try status.node_info.version.text.hasPrefix("0.38."))
        for name in ["id", "listen_addr", "network", "version", "channels", "moniker"] {
            #expect(try !status.node_info[name].text.isEmpty, "\(name)")
        }
        for name in ["p2p", "block", "app"] { #expect(try Int(status.node_info.protocol_version[name].text) != nil) }
        let chainID = try status.node_info.network.text

        // getSequence
        let account = try ask(rpc, "/cosmos.auth.v1beta1.Query/Account", [(1, sender.text)])
        let base = try Self.fields(Self.inside(account, 1, 2))
        #expect(base[1] == Array(sender.text.utf8))
        let absent = try rpc.call(
            "abci_query",
            [
                "path": "/cosmos.auth.v1beta1.Query/Account",
                "data": Hex.lowercase(Self.request([(1, recipient.text)])),
                "prove": false,
            ]
        ).response
        #expect(try absent.code.number == 22)
        #expect(try absent.log.text.contains(/rpc error: code = NotFound/))

        // simulate: no sign mode, an empty signature, a fee without anything
        let send = MsgSend(sender: sender, recipient: recipient, amount: [.stake(77)])
        let body = TransactionBody(messages: [.send(send)])
        var simulated = ProtobufWriter()
        simulated.bytes(1, body.protobuf)
        simulated.message(2) { information in
            information.message(1) { signer in
                signer.publicKey(1, .secp256k1(key.publicKey))
                signer.message(2) { mode in mode.message(1) { _ in } }
            }
            information.message(2) { _ in }
        }
        simulated.element(3, [])
        var question = ProtobufWriter()
        question.bytes(2, simulated.bytes)
        let simulation = try ask(rpc, "/cosmos.tx.v1beta1.Service/Simulate", data: question.bytes)
        #expect(try Self.fields(Self.inside(simulation, 1))[2] != nil)

        // signAndBroadcast
        let signed = TransactionBuilder(body, fee: Fee(gasLimit: 84_000)).signed(
            by: key, chainID: ChainID(ByteString(chainID)), accountNumber: 1, sequence: 0)
        let taken = try rpc.call("broadcast_tx_sync", ["tx": Data(signed).base64EncodedString()])
        #expect(try taken.code.number == 0 && taken.data.text == "" && taken.hash.text.count == 64)
        let hash = try taken.hash.text
        let found = try eventually("transaction \(hash)") {
            let page = try rpc.call("tx_search", ["query": "tx.hash='\(hash)'", "page": "1"])
            return try page.total_count.text == "1" ? page.txs[0] : nil
        }
        #expect(try found.hash.text == hash && found.height.decimal > 0 && found.index.number >= 0)
        #expect(try Array(found.tx.base64) == signed)
        let result = found.tx_result
        #expect(
            try result.code.number == 0 && Int64(result.gas_used.text) != nil && Int64(result.gas_wanted.text) != nil)
        let responses = try TxMsgData(protobuf: Array(result.data.base64))
        #expect(responses.responses.map(\.typeURL) == ["/cosmos.bank.v1beta1.MsgSendResponse"])
        var events = 0
        while result.events[events].isThere {
            #expect(try !result.events[events].type.text.isEmpty)
            #expect(try !result.events[events].attributes[0].key.text.isEmpty)
            events += 1
        }
        #expect(events > 0)

        // getBalance, getTx, validators
        let balance = try ask(rpc, "/cosmos.bank.v1beta1.Query/Balance", [(1, recipient.text), (2, "stake")])
        #expect(try Self.inside(balance, 1, 2) == Array("77".utf8))
        let all = try ask(rpc, "/cosmos.bank.v1beta1.Query/AllBalances", [(1, recipient.text)])
        #expect(try Self.inside(all, 1, 1) == Array("stake".utf8))
        let supply = try ask(rpc, "/cosmos.bank.v1beta1.Query/SupplyOf", [(1, "stake")])
        #expect(try Self.inside(supply, 1, 2) == Array("10000000000".utf8))
        #expect(try Self.fields(ask(rpc, "/cosmos.bank.v1beta1.Query/TotalSupply", [])).count == 2)
        let got = try ask(rpc, "/cosmos.tx.v1beta1.Service/GetTx", [(1, hash)])
        #expect(try Self.fields(got)[1] == signed)
        let validators = try ask(rpc, "/cosmos.staking.v1beta1.Query/Validators", [(1, "BOND_STATUS_BONDED")])
        let address = String(decoding: try Self.inside(validators, 1, 1), as: UTF8.self)
        #expect(address.hasPrefix("daonvaloper1"))
        #expect(try Self.fields(ask(rpc, "/cosmos.staking.v1beta1.Query/Validator", [(1, address)])).count == 1)

        // The next one with the sequence of before: what tools look for.
        let stale = TransactionBuilder(
            TransactionBody(messages: [.send(send)], memo: "again"), fee: Fee(gasLimit: 84_000)
        ).signed(by: key, chainID: ChainID(ByteString(chainID)), accountNumber: 1, sequence: 0)
        let refused = try rpc.call("broadcast_tx_sync", ["tx": Data(stale).base64EncodedString()])
        #expect(try refused.code.number == 32 && refused.codespace.text == "sdk")
        #expect(try refused.log.text.contains(/account sequence mismatch, expected (\d+), got (\d+)/))
    }

    @Test("The existing re-indexer's questions are answered: every transaction, page by page, with its block's time")
    func reindexing() throws {
        let chain = try start()
        let hash = try registerNew(chain.node)
        // As scripts of today write it: quotes and `>` unescaped in the path.
        let answer = try RPCClient(port: chain.node.rpc.port).get(
            #"/tx_search?query="tx.height>0"&per_page=1&page=1&order_by="asc""#)
        #expect(answer.status == 200)
        let result = try answer.json.result
        #expect(try result.total_count.text == "1" && result.txs[0].hash.text == hash)
        let height = try result.txs[0].height.text
        let block = try RPCClient(port: chain.node.rpc.port).get("/block?height=\(height)").json.result.block
        #expect(try !block.header.time.text.isEmpty)
    }

    private func privateKey(_ chain: Chain) throws -> Secp256k1PrivateKey {
        // BIP-32 path m/44'/118'/0'/0/0 of the words above, as any wallet derives it.
        let bytes = try #require(
            Hex.decode("8088c2ed2149c34f6d6533b774da4e1692eb5cb426fdbaef6898eeda489630b7"))
        return try #require(Secp256k1PrivateKey(bytes))
    }

    private static func request(_ texts: [(Int32, String)]) -> [UInt8] {
        var writer = ProtobufWriter()
        for (number, text) in texts { writer.string(number, ByteString(text)) }
        return writer.bytes
    }

    private func ask(_ rpc: RPCClient, _ path: String, _ texts: [(Int32, String)]) throws -> [UInt8] {
        try ask(rpc, path, data: Self.request(texts))
    }

    /// The value of an answer that cosmjs takes: it has a height.
    private func ask(_ rpc: RPCClient, _ path: String, data: [UInt8]) throws -> [UInt8] {
        let answer = try rpc.call("abci_query", ["path": path, "data": Hex.lowercase(data), "prove": false]).response
        if try answer.code.number != 0 { throw TestError("\(path): \(answer)") }
        if try answer.height.decimal <= 0 { throw TestError("\(path): no height") }
        return try Array(answer.value.base64)
    }

    /// What stands under these fields, one inside the other.
    private static func inside(_ bytes: [UInt8], _ path: Int32...) throws -> [UInt8] {
        var bytes = bytes
        for number in path {
            guard let value = try fields(bytes)[number] else { throw TestError("no field \(number)") }
            bytes = value
        }
        return bytes
    }

    /// The first value of each field that has bytes, and an empty one of each that is a number.
    private static func fields(_ bytes: [UInt8]) throws -> [Int32: [UInt8]] {
        var fields: [Int32: [UInt8]] = [:]
        var reader = ProtobufReader(bytes)
        while let field = try reader.nextField() {
            if field.wireType == WireType.lengthDelimited {
                let value = try reader.bytes(field)
                if fields[field.number] == nil { fields[field.number] = value }
            } else {
                try reader.skip(field)
                fields[field.number] = fields[field.number] ?? []
            }
        }
        return fields
    }
}
