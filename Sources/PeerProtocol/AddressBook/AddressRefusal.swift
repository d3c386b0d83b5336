package import PeerMessages

/// Why an address is not taken into the book.
package enum AddressRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    case invalid(String)
    case banned
    case isPrivate
    case ourselves
    case unroutable(NetworkAddress)

    package var description: String {
        switch self {
        case .invalid(let reason): reason
        case .banned: "the address is banned"
        case .isPrivate: "the address is private, or told of by a private peer"
        case .ourselves: "the address is this node's"
        case .unroutable(let address):
            "\(address) cannot be reached from the Internet: set addr_book_strict to false on a private network"
        }
    }
}
