import JSON
import PeerMessages
import Testing
import Wire

private let id = "a366373e389c8b955fe9196d5d21eb246880835c"
private let encoded =
    "0a040808100b1228613336363337336533383963386239353566653931393664356432316562323436383830383335631a157463703a2f2f3132"
    + "372e302e302e313a323636353622096d73672d636861696e2a07302e33382e3231320a402021222330386061003a076e6f64652d3337421b0a"
    + "026f6e12157463703a2f2f3132372e302e302e313a3236363537"

private func nodeInfo(
    block: UInt64 = 11, id: String = id, listenAddress: String = "tcp://127.0.0.1:26656", network: String = "msg-chain",
    version: String = "0.38.21", channels: [ChannelID] = ChannelID.standard, moniker: String = "node-37",
    transactionIndex: String = "on", rpcAddress: String = "tcp://127.0.0.1:26657"
) -> NodeInfo {
    NodeInfo(
        protocolVersion: ProtocolVersion(p2p: 8, block: block, app: 0), id: ByteString(id),
        listenAddress: ByteString(listenAddress), network: ByteString(network), version: ByteString(version),
        channels: channels, moniker: ByteString(moniker),
        other: NodeInfoOther(
            transactionIndex: ByteString(transactionIndex), rpcAddress: ByteString(rpcAddress)))
}

@Suite("What a node says of itself")
struct NodeInfoTests {
    @Test("A node's words have CometBFT's bytes")
    func bytes() throws {
        #expect(Hex.lowercase(nodeInfo().protobuf) == encoded)
        #expect(Hex.lowercase(nodeInfo().delimitedProtobuf) == "8d01" + encoded)
        let bytes = try #require(Hex.decode("8d01" + encoded))
        #expect(try NodeInfo(delimitedProtobuf: bytes, maximum: NodeInfo.bytesMaximum) == nodeInfo())
        #expect(throws: Never.self) { try nodeInfo().validate() }
    }

    @Test("A node's words have CometBFT's JSON")
    func json() throws {
        let text = """
            {"protocol_version":{"p2p":"8","block":"11","app":"0"},"id":"\(id)","listen_addr":"tcp://127.0.0.1:26656",\
            "network":"msg-chain","version":"0.38.21","channels":"40202122233038606100","moniker":"node-37",\
            "other":{"tx_index":"on","rpc_address":"tcp://127.0.0.1:26657"}}
            """
        #expect(String(decoding: nodeInfo().json.serialized(), as: UTF8.self) == text)
        #expect(try NodeInfo(json: JSONValue(parsing: Array(text.utf8))) == nodeInfo())
    }

    @Test("Empty words keep the messages inside them")
    func empty() throws {
        let info = try NodeInfo(protobuf: [])
        #expect(info.protobuf == [0x0a, 0, 0x42, 0])
        #expect(try NodeInfo(protobuf: info.protobuf) == info)
    }

    @Test("Any beginning of a node's words decodes or throws")
    func truncated() throws {
        let bytes = nodeInfo().protobuf
        for count in bytes.indices {
            _ = try? NodeInfo(protobuf: Array(bytes.prefix(count)))
        }
    }

    @Test(
        "Words that break a rule are refused in CometBFT's",
        arguments: [
            (
                nodeInfo(listenAddress: "127.0.0.1"),
                "invalid address (127.0.0.1): address 127.0.0.1: missing port in address"
            ),
            (nodeInfo(id: ""), "invalid address (@127.0.0.1:26656): no ID"),
            (nodeInfo(version: "0.38\t"), "info.Version must be valid ASCII text without tabs, but got 0.38\t"),
            (nodeInfo(version: "  "), "info.Version must be valid ASCII text without tabs, but got   "),
            (
                nodeInfo(channels: (0..<17).map(ChannelID.init)),
                "info.Channels is too long (17). Max is 16"
            ),
            (nodeInfo(channels: [.blockSync, .blockSync]), "info.Channels contains duplicate channel id 64"),
            (nodeInfo(moniker: ""), "info.Moniker must be valid non-empty ASCII text without tabs, but got "),
            (nodeInfo(moniker: "é"), "info.Moniker must be valid non-empty ASCII text without tabs, but got é"),
            (
                nodeInfo(transactionIndex: "yes"),
                "info.Other.TxIndex should be either 'on', 'off', or empty string, got 'yes'"
            ),
            (nodeInfo(rpcAddress: "\n"), "info.Other.RPCAddress=\n must be valid ASCII text without tabs"),
        ])
    func rules(_ info: NodeInfo, _ error: String) {
        let thrown = #expect(throws: NodeInfoError.self) { try info.validate() }
        #expect(thrown?.description == error)
    }

    @Test("A version and an RPC address may be absent, and a host may be a name")
    func optional() {
        #expect(throws: Never.self) {
            try nodeInfo(
                listenAddress: "validator.example.org:26656", version: "", transactionIndex: "", rpcAddress: ""
            ).validate()
        }
    }

    @Test("Nodes of another block protocol, of another chain or without a common channel part")
    func compatible() {
        let ours = nodeInfo()
        #expect(throws: Never.self) { try ours.validateCompatible(with: nodeInfo(channels: [.evidence])) }
        #expect(throws: Never.self) { try nodeInfo(channels: []).validateCompatible(with: ours) }
        func refusal(_ peer: NodeInfo) -> String? {
            #expect(throws: NodeInfoError.self) { try ours.validateCompatible(with: peer) }?.description
        }
        #expect(refusal(nodeInfo(block: 1011)) == "peer is on a different Block version. Got 1011, expected 11")
        #expect(refusal(nodeInfo(network: "x")) == "peer is on a different network. Got x, expected msg-chain")
        #expect(
            refusal(nodeInfo(channels: [ChannelID(1), ChannelID(0xff)]))
                == "peer has no common channels. Our channels: 40202122233038606100 ; Peer channels: 01FF")
    }
}
