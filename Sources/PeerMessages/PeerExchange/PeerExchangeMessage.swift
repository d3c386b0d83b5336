package import Wire

/// How nodes learn of other nodes (tendermint.p2p.Message on 0x00).
package enum PeerExchangeMessage: Hashable, Sendable {
    /// Which addresses do you know? More often than every ten seconds is answered with a ban.
    case request
    /// Addresses the sender knows. Only ever an answer: sent unasked, it is answered with a ban.
    case addresses([NetworkAddress])

    /// The most addresses in an answer. CometBFT selects 250 at most (`maxGetSelection`) but accepts what the channel's
    /// 64 000 bytes hold, and an address takes six at least: tag and length, then tag, length and `::`.
    package static let addressesMaximum = 64_000 / 6
}

extension PeerExchangeMessage: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, sum = OneOf<PeerExchangeMessage>()
        while let field = try reader.nextField() {
            switch field.number {
            case 1:
                _ = try reader.decode(EmptyMessage.self, field)  // carries nothing
                sum.set(.request)
            case 2: sum.set(.addresses(try reader.decode(AddressList.self, field).addresses))
            default: try sum.skip(field, in: &reader)
            }
        }
        self = try sum.member("pex message")
    }

    package func encode(into writer: inout ProtobufWriter) {
        switch self {
        case .request: writer.message(1, EmptyMessage())
        case .addresses(let addresses): writer.message(2, AddressList(addresses: addresses))
        }
    }
}

/// tendermint.p2p.PexAddrs.
private struct AddressList: ProtobufCodable {
    var addresses: [NetworkAddress] = []

    init(addresses: [NetworkAddress]) {
        self.addresses = addresses
    }

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.append(field, to: &addresses, atMost: PeerExchangeMessage.addressesMaximum)
            default: try reader.skip(field)
            }
        }
    }

    func encode(into writer: inout ProtobufWriter) {
        for address in addresses { writer.message(1, address) }
    }
}
