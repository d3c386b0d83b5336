import Chain
import Cryptography
import Execution
import PeerMessages
import Wire

/// Who the recorded node was, as far as the files of its home tell.
struct RPCIdentity: Sendable {
    /// The validator's key.
    let publicKey: PublicKey
    /// The name that its node key gives it.
    let nodeID: NodeID

    /// - Parameters:
    ///   - validatorKey: `priv_validator_key.json`.
    ///   - nodeKey: `node_key.json`.
    init(validatorKey: VectorMember, nodeKey: VectorMember) throws {
        publicKey = try PublicKey(json: validatorKey["pub_key"].json)
        nodeID = try KeyFiles.nodeID(nodeKey)
    }

    /// What the node said of itself. Addresses, version and name are not known here, and not compared.
    func node(of state: ChainState) -> NodeInfo {
        NodeInfo(
            protocolVersion: ProtocolVersion(
                p2p: ProtocolVersion.p2pCurrent, block: state.version.consensus.block,
                app: state.version.consensus.app),
            id: ByteString(nodeID.text), listenAddress: "", network: state.chainID.text,
            version: ChainState.softwareVersion, channels: ChannelID.standard, moniker: "",
            other: NodeInfoOther(transactionIndex: "on", rpcAddress: ""))
    }
}
