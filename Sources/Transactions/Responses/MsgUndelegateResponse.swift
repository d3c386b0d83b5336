package import Chain
package import Wire

/// The response of a validator that leaves: when its bond is free (`cosmos.staking.v1beta1`).
package struct MsgUndelegateResponse: Hashable, Sendable {
    package var completionTime: Timestamp
    package var amount: Coin

    package init(completionTime: Timestamp, amount: Coin) {
        self.completionTime = completionTime
        self.amount = amount
    }
}

extension MsgUndelegateResponse: ProtobufEncodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.message(1, completionTime)
        writer.message(2, amount)
    }
}
