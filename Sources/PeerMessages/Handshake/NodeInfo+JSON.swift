package import JSON
import Wire

/// The form of `/status` and `/net_info`.
extension NodeInfo: JSONCodable {
    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        self.init(
            protocolVersion: try reader["protocol_version"].decode(),
            id: try reader["id"].string(),
            listenAddress: try reader["listen_addr"].string(),
            network: try reader["network"].string(),
            version: try reader["version"].string(),
            channels: try reader["channels"].hexBytes().map(ChannelID.init),
            moniker: try reader["moniker"].string(),
            other: try reader["other"].decode())
    }

    package var json: JSONValue {
        .members(
            ("protocol_version", protocolVersion.json),
            ("id", .string(id)),
            ("listen_addr", .string(listenAddress)),
            ("network", .string(network)),
            ("version", .string(version)),
            ("channels", .hex(channels.map(\.rawValue))),
            ("moniker", .string(moniker)),
            ("other", other.json))
    }
}

extension ProtocolVersion: JSONCodable {
    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        self.init(
            p2p: try reader["p2p"].uint64String(),
            block: try reader["block"].uint64String(),
            app: try reader["app"].uint64String())
    }

    package var json: JSONValue {
        .members(("p2p", .decimal(p2p)), ("block", .decimal(block)), ("app", .decimal(app)))
    }
}

extension NodeInfoOther: JSONCodable {
    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        self.init(
            transactionIndex: try reader["tx_index"].string(), rpcAddress: try reader["rpc_address"].string())
    }

    package var json: JSONValue {
        .members(("tx_index", .string(transactionIndex)), ("rpc_address", .string(rpcAddress)))
    }
}
