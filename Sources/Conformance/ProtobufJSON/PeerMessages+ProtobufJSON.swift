import Chain
import Cryptography
import JSON
import PeerMessages
import PeerProtocol
import Wire

extension BlockSyncMessage: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        switch self {
        case .blockRequest(let height): .member("block_request", .member("height", .decimal(height.rawValue)))
        case .noBlockResponse(let height): .member("no_block_response", .member("height", .decimal(height.rawValue)))
        case .blockResponse(let response):
            .member(
                "block_response",
                .members(
                    ("block", response.block.protobufJSON), ("ext_commit", .optional(response.extendedCommit))))
        case .statusRequest: .member("status_request")
        case .statusResponse(let status):
            .member(
                "status_response",
                .members(("height", .decimal(status.height.rawValue)), ("base", .decimal(status.base.rawValue))))
        }
    }
}

extension MempoolMessage: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        switch self {
        case .transactions(let transactions): .member("txs", .member("txs", .list(transactions)))
        }
    }
}

extension StateSyncMessage: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        switch self {
        case .snapshotsRequest: .member("snapshots_request")
        case .snapshotsResponse(let snapshot):
            .member(
                "snapshots_response",
                .members(
                    ("height", .decimal(snapshot.height)), ("format", .integer(snapshot.format)),
                    ("chunks", .integer(snapshot.chunks)), ("hash", .bytes(snapshot.hash)),
                    ("metadata", .bytes(snapshot.metadata))))
        case .chunkRequest(let request):
            .member(
                "chunk_request",
                .members(
                    ("height", .decimal(request.height)), ("format", .integer(request.format)),
                    ("index", .integer(request.index))))
        case .chunkResponse(let response):
            .member(
                "chunk_response",
                .members(
                    ("height", .decimal(response.height)), ("format", .integer(response.format)),
                    ("index", .integer(response.index)), ("chunk", .bytes(response.chunk ?? [])),
                    ("missing", .bool(response.isMissing))))
        }
    }
}

extension PeerExchangeMessage: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        switch self {
        case .request: .member("pex_request")
        case .addresses(let addresses): .member("pex_addrs", .member("addrs", .list(addresses)))
        }
    }
}

extension NetworkAddress: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(("id", .text(id.description)), ("ip", .text(ip.description)), ("port", .integer(port)))
    }
}

extension NodeInfo: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            (
                "protocol_version",
                .members(
                    ("p2p", .decimal(protocolVersion.p2p)), ("block", .decimal(protocolVersion.block)),
                    ("app", .decimal(protocolVersion.app)))
            ),
            ("default_node_id", .text(id.description)), ("listen_addr", .string(listenAddress)),
            ("network", .string(network)), ("version", .string(version)),
            ("channels", .bytes(channels.map(\.rawValue))), ("moniker", .string(moniker)),
            (
                "other",
                .members(("tx_index", .string(other.transactionIndex)), ("rpc_address", .string(other.rpcAddress)))
            ))
    }
}

extension PeerLinks: ProtobufJSONEncodable {
    var protobufJSON: JSONValue { .members(("nodes", .array(nodes.map { .text($0.description) }))) }
}

extension GenesisMessage: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        switch self {
        case .summary(let summary):
            .member(
                "summary",
                .members(("hash", .base64(summary.hash.bytes)), ("byte_count", .decimal(summary.byteCount))))
        case .chunkRequest(let index): .member("chunk_request", .member("index", .integer(index)))
        case .chunk(let chunk):
            .member("chunk", .members(("index", .integer(chunk.index)), ("bytes", .base64(chunk.bytes))))
        }
    }
}

extension PeerMessage: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        switch self {
        case .peerExchange(let message): message.protobufJSON
        case .consensus(let message): message.protobufJSON
        case .mempool(let message): message.protobufJSON
        case .evidence(let message): message.protobufJSON
        case .blockSync(let message): message.protobufJSON
        case .stateSync(let message): message.protobufJSON
        case .links(let links): links.protobufJSON
        case .genesis(let message): message.protobufJSON
        }
    }

    /// The name of the message in the `.proto` files.
    var protobufType: String {
        switch self {
        case .peerExchange: "tendermint.p2p.Message"
        case .consensus: "tendermint.consensus.Message"
        case .mempool: "tendermint.mempool.Message"
        case .evidence: "tendermint.types.EvidenceList"
        case .blockSync: "tendermint.blocksync.Message"
        case .stateSync: "tendermint.statesync.Message"
        case .links: "daon.p2p.PeerLinks"
        case .genesis: "daon.genesis.Message"
        }
    }
}

extension Packet: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        switch self {
        case .ping: .member("packet_ping")
        case .pong: .member("packet_pong")
        case .message(let channel, let isLast, let data):
            .member(
                "packet_msg",
                .members(("channel_id", .integer(channel)), ("eof", .bool(isLast)), ("data", .bytes(data))))
        }
    }
}
