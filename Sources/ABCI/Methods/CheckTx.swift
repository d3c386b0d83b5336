package import Chain
package import Wire

/// Why a transaction is checked.
package enum CheckTxType: Int32, Hashable, Sendable {
    /// It is new here.
    case new = 0
    /// It waits already, and a block was committed since.
    case recheck = 1
}

/// A transaction that wants to wait in the mempool.
package struct RequestCheckTx: Hashable, Sendable {
    package var tx: Transaction
    package var type: CheckTxType
    /// This node's clock when it asks; Go's zero time when it does not say. No field of the message: only an application
    /// in process sees it, and only CheckTx may answer by it, because its answers may differ from node to node.
    package var localTime: Timestamp

    package init(tx: Transaction = Transaction([]), type: CheckTxType = .new, localTime: Timestamp = .zero) {
        self.tx = tx
        self.type = type
        self.localTime = localTime
    }
}

/// Whether the transaction may wait. Nothing in it is hashed.
package struct ResponseCheckTx: Hashable, Sendable {
    /// 0 when it may.
    package var code: UInt32
    package var data: [UInt8]
    package var log: ByteString
    package var info: ByteString
    /// The gas it may use, counted against `block.max_gas` when a proposal is filled.
    package var gasWanted: Int64
    package var gasUsed: Int64
    package var events: [Event]
    /// Whose codes `code` is one of.
    package var codespace: ByteString

    package init(
        code: UInt32 = 0, data: [UInt8] = [], log: ByteString = "", info: ByteString = "", gasWanted: Int64 = 0,
        gasUsed: Int64 = 0, events: [Event] = [], codespace: ByteString = ""
    ) {
        self.code = code
        self.data = data
        self.log = log
        self.info = info
        self.gasWanted = gasWanted
        self.gasUsed = gasUsed
        self.events = events
        self.codespace = codespace
    }
}

extension RequestCheckTx: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.bytes(1, tx.bytes)
        writer.int32(2, type.rawValue)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: tx = Transaction(try reader.bytes(field))
            case 2: type = try reader.enumeration(CheckTxType.self, field)
            default: try reader.skip(field)
            }
        }
    }
}

// The fields are those of `ExecTxResult`, number by number and name by name.
extension ResponseCheckTx {
    var result: ExecTxResult {
        ExecTxResult(
            code: code, data: data, log: log, info: info, gasWanted: gasWanted, gasUsed: gasUsed, events: events,
            codespace: codespace)
    }

    init(_ result: ExecTxResult) {
        self.init(
            code: result.code, data: result.data, log: result.log, info: result.info, gasWanted: result.gasWanted,
            gasUsed: result.gasUsed, events: result.events, codespace: result.codespace)
    }
}

extension ResponseCheckTx: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        result.encode(into: &writer)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init(try ExecTxResult(protobuf: source))
    }
}
