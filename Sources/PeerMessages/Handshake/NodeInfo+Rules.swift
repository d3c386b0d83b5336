import Wire

extension NodeInfo {
    /// Checks what can be checked of a node's words alone (CometBFT `DefaultNodeInfo.Validate`); a peer that breaks a
    /// rule is refused.
    ///
    /// A listen address with a name for a host passes here. CometBFT refuses it when the name does not resolve; who can
    /// resolve names asks for `location`.
    package func validate() throws(NodeInfoError) {
        do {
            let location = try location()
            if let ip = location.literal { _ = try location.address(at: ip) }  // only its errors matter
        } catch {
            throw .listenAddress(error)
        }
        if !version.isEmpty && !NodeInfo.isReadable(version) {
            throw .rule("info.Version must be valid ASCII text without tabs, but got \(version)")
        }
        if channels.count > NodeInfo.channelsMaximum {
            throw .rule("info.Channels is too long (\(channels.count)). Max is \(NodeInfo.channelsMaximum)")
        }
        var seen: Set<ChannelID> = []
        for channel in channels where !seen.insert(channel).inserted {
            throw .rule("info.Channels contains duplicate channel id \(channel.rawValue)")
        }
        if !NodeInfo.isReadable(moniker) {
            throw .rule("info.Moniker must be valid non-empty ASCII text without tabs, but got \(moniker)")
        }
        if !["", "on", "off"].contains(other.transactionIndex) {
            throw .rule(
                "info.Other.TxIndex should be either 'on', 'off', or empty string, got '\(other.transactionIndex)'")
        }
        if !other.rpcAddress.isEmpty && !NodeInfo.isReadable(other.rpcAddress) {
            throw .rule("info.Other.RPCAddress=\(other.rpcAddress) must be valid ASCII text without tabs")
        }
    }

    /// Checks that this node and a peer can work together (CometBFT `CompatibleWith`): same block protocol, same chain,
    /// a channel in common.
    package func validateCompatible(with peer: NodeInfo) throws(NodeInfoError) {
        if protocolVersion.block != peer.protocolVersion.block {
            throw .rule(
                "peer is on a different Block version. Got \(peer.protocolVersion.block), "
                    + "expected \(protocolVersion.block)")
        }
        if network != peer.network {
            throw .rule("peer is on a different network. Got \(peer.network), expected \(network)")
        }
        // A node without channels is a test's, and takes any peer.
        if channels.isEmpty { return }
        if !channels.contains(where: { peer.channels.contains($0) }) {
            let ours = Hex.uppercase(channels.map(\.rawValue)), theirs = Hex.uppercase(peer.channels.map(\.rawValue))
            throw .rule("peer has no common channels. Our channels: \(ours) ; Peer channels: \(theirs)")
        }
    }

    /// Whether the text is printable ASCII and not only spaces.
    private static func isReadable(_ text: ByteString) -> Bool {
        text.bytes.allSatisfy { (0x20...0x7e).contains($0) } && text.bytes.contains { $0 != 0x20 }
    }
}

/// Why a node is refused for what it says of itself; described in CometBFT's words.
package enum NodeInfoError: Error, Equatable, CustomStringConvertible {
    case listenAddress(NetworkAddressError)
    case rule(String)

    package var description: String {
        switch self {
        case .listenAddress(let error): error.description
        case .rule(let text): text
        }
    }
}
