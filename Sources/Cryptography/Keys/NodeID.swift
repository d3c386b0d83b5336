package import Wire

/// The name of a node among its peers: the address of its key in hexadecimal.
///
/// Held as it was written. Upper-case digits are valid, but such an ID equals no node's own, as in CometBFT, which
/// compares the texts.
package struct NodeID: Hashable, Sendable {
    /// The 40 digits.
    package let text: String

    /// The ID with these digits, as they stand in a message.
    package init(_ text: ByteString) throws(NodeIDError) {
        if text.isEmpty { throw .absent }
        let bytes: [UInt8]
        do {
            bytes = try HexadecimalError.decode(text.bytes)
        } catch {
            throw .hexadecimal(error)
        }
        if bytes.count != Address.size { throw .size(bytes.count) }
        self.text = text.description
    }

    /// The ID with these digits.
    package init(_ text: String) throws(NodeIDError) {
        try self.init(ByteString(text))
    }

    /// The ID of the node with this key.
    package init(_ key: PublicKey) {
        self.init(address: key.address)
    }

    /// The ID of the node whose key has this address.
    package init(address: Address) {
        text = Hex.lowercase(address.bytes)
    }
}

extension NodeID: Comparable {
    /// Orders by digits.
    package static func < (left: NodeID, right: NodeID) -> Bool { left.text < right.text }
}

extension NodeID: CustomStringConvertible {
    package var description: String { text }
}

/// Why a text is no node ID, in CometBFT's words.
package enum NodeIDError: Error, Hashable, Sendable {
    /// There is no text.
    case absent
    case hexadecimal(HexadecimalError)
    /// Not as many bytes as an address has.
    case size(Int)
}

extension NodeIDError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .absent: "no ID"
        case .hexadecimal(let error): error.description
        case .size(let size): "invalid hex length - got \(size), expected \(Address.size)"
        }
    }
}
