package import ABCI
package import Chain
import Cryptography
package import JSON
import Transactions
package import Wire

/// A transaction of a block as the Cosmos SDK tells it (`cosmos.base.abci.v1beta1.TxResponse` and `cosmos.tx.v1beta1.Tx`).
package struct TransactionAnswer: Sendable {
    private static let typeURL: ByteString = "/cosmos.tx.v1beta1.Tx"

    private let found: TxResult
    /// The time of its block.
    private let time: Timestamp

    package init(_ found: TxResult, time: Timestamp) {
        self.found = found
        self.time = time
    }

    /// The transaction's JSON. One that is no transaction of the registry got into a block and failed there; nothing is
    /// known of it but its bytes.
    package var transaction: JSONValue {
        (try? TransactionJSON.json(found.tx.bytes))
            ?? .members(("body", .null), ("auth_info", .null), ("signatures", .array([])))
    }

    /// What became of it.
    package var response: JSONValue {
        var tagged = JSONObject([("@type", .string(TransactionAnswer.typeURL))])
        if case .object(let object) = transaction {
            for (key, value) in object.members { tagged.append(key, value) }
        }
        return TransactionAnswer.response(
            found.tx, height: found.height, found.result.code, found.result.codespace, data: found.result.data,
            log: found.result.log, info: found.result.info, gas: (found.result.gasWanted, found.result.gasUsed),
            transaction: .object(tagged), time: timeText, events: found.result.events)
    }

    /// Without fractions of a second, as the SDK writes it here.
    private var timeText: String {
        Timestamp(seconds: time.seconds, nanoseconds: 0)?.description ?? ""
    }

    /// What became of a transaction that is in no block yet.
    static func response(
        _ transaction: Transaction, _ code: UInt32, _ codespace: ByteString, log: ByteString, info: ByteString = "",
        gas: (wanted: Int64, used: Int64) = (0, 0)
    ) -> JSONValue {
        response(
            transaction, height: 0, code, codespace, data: [], log: log, info: info, gas: gas, transaction: .null,
            time: "", events: [])
    }

    private static func response(
        _ bytes: Transaction, height: Height, _ code: UInt32, _ codespace: ByteString, data: [UInt8], log: ByteString,
        info: ByteString, gas: (wanted: Int64, used: Int64), transaction: JSONValue, time: String, events: [Event]
    ) -> JSONValue {
        .members(
            ("height", .decimal(height.rawValue)), ("txhash", .hex(bytes.hash.bytes)),
            ("codespace", .string(codespace)), ("code", .integer(code)), ("data", .hex(data)),
            ("raw_log", .string(log)), ("logs", .array([])), ("info", .string(info)),
            ("gas_wanted", .decimal(gas.wanted)), ("gas_used", .decimal(gas.used)), ("tx", transaction),
            ("timestamp", .text(time)), ("events", .array(events.map(\.gatewayJSON))))
    }
}

extension TransactionAnswer: ProtobufEncodable {
    /// `cosmos.tx.v1beta1.GetTxResponse`.
    package func encode(into writer: inout ProtobufWriter) {
        // A `Tx` has the bytes of a `TxRaw`.
        writer.bytes(1, found.tx.bytes)
        writer.message(2) { response in
            response.int64(1, found.height.rawValue)
            response.string(2, ByteString(Hex.uppercase(found.tx.hash.bytes)))
            response.string(3, found.result.codespace)
            response.uint32(4, found.result.code)
            response.string(5, ByteString(Hex.uppercase(found.result.data)))
            response.string(6, found.result.log)
            response.string(8, found.result.info)
            response.int64(9, found.result.gasWanted)
            response.int64(10, found.result.gasUsed)
            response.message(11) { any in
                any.string(1, TransactionAnswer.typeURL)
                any.bytes(2, found.tx.bytes)
            }
            response.string(12, ByteString(timeText))
            for event in found.result.events { response.message(13, event) }
        }
    }
}

extension Event {
    /// All members, empty ones too.
    var gatewayJSON: JSONValue {
        .members(("type", .string(type)), ("attributes", .array(of: attributes)))
    }
}
