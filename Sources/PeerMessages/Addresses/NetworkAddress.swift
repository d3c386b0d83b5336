package import Cryptography
package import Wire

/// Where a node can be dialled, and who should answer: `id@ip:port` (CometBFT `p2p.NetAddress`).
package struct NetworkAddress: Hashable, Sendable {
    /// As it was written; in an address that a peer told us, anything. `nodeID` is the checked form.
    package let id: ByteString
    package let ip: IPAddress
    package let port: UInt16

    package init(id: ByteString, ip: IPAddress, port: UInt16) {
        self.id = id
        self.ip = ip
        self.port = port
    }

    /// Reads `id@ip:port`, with or without a scheme; a host that is a name is refused, as there is nobody to ask.
    package init(parsing text: ByteString) throws(NetworkAddressError) {
        let location = try PeerLocation(parsing: text)
        guard let ip = location.literal else { throw .lookup(location.host) }
        self = try location.address(at: ip)
    }

    /// `ip:port`, the address of version 6 in brackets.
    package var dialText: String { HostPort.join(ip, port) }

    /// Whether both name the same node or the same place (CometBFT `NetAddress.Same`).
    package func isSame(as other: NetworkAddress) -> Bool {
        (ip, port) == (other.ip, other.port) || (!id.isEmpty && id == other.id)
    }

    /// Who should answer.
    package func nodeID() throws(NetworkAddressError) -> NodeID {
        do {
            return try NodeID(id)
        } catch {
            throw .invalidID(error)
        }
    }

    /// Checks that the node is named and that the address can be somebody's.
    package func validate() throws(NetworkAddressError) {
        _ = try nodeID()
        if ip == .unspecified4 || ip == .unspecified6 || ip == .broadcast || AddressRange.documentation.contains(ip) {
            throw .invalidIP
        }
    }

    /// Whether the address is one of this machine.
    package var isLocal: Bool {
        [.thisNetwork, .loopback4, .loopback6].contains { (range: AddressRange) in range.contains(ip) }
    }

    /// Whether a node elsewhere in the Internet could dial it.
    package var isRoutable: Bool {
        do {
            try validate()
        } catch {
            return false
        }
        return !isLocal && !NetworkAddress.unroutable.contains { $0.contains(ip) }
    }

    private static let unroutable: [AddressRange] = [
        .private10, .private172, .private192, .linkLocal4, .linkLocal6, .uniqueLocal, .orchid,
    ]
}

extension IPAddress {
    static let unspecified4 = IPAddress(groups: [0, 0, 0, 0, 0, 0xffff, 0, 0])
    static let unspecified6 = IPAddress(groups: [0, 0, 0, 0, 0, 0, 0, 0])
    static let broadcast = IPAddress(groups: [0, 0, 0, 0, 0, 0xffff, 0xffff, 0xffff])
}

extension NetworkAddress: CustomStringConvertible {
    /// `id@ip:port`; without a name just `ip:port`.
    package var description: String { id.isEmpty ? dialText : "\(id)@\(dialText)" }
}
