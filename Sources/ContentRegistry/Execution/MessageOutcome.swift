import ABCI
import Chain
import Transactions
import Wire

/// What a message did: its response and its events.
struct MessageOutcome {
    var response: [UInt8] = []
    var events: [Event] = []
}

/// Where a message stands.
struct MessagePlace {
    let moment: BlockMoment
    let transaction: SignedTransaction
}

extension Event {
    /// An event whose attributes are all indexed.
    static func of(_ type: ByteString, _ attributes: (key: ByteString, value: String)...) -> Event {
        Event(
            type: type,
            attributes: attributes.map { EventAttribute(key: $0.key, value: ByteString($0.value), index: true) })
    }

    /// As the Cosmos SDK marks the events of a message.
    func marked(_ index: Int) -> Event {
        var event = self
        event.attributes.append(EventAttribute(key: "msg_index", value: ByteString(String(index)), index: true))
        return event
    }
}
