import ABCI
package import JSON
package import Wire

/// What a transaction would do (`cosmos.tx.v1beta1.SimulateResponse`).
package struct SimulationResult: Hashable, Sendable {
    package private(set) var gasWanted: UInt64 = 0
    package private(set) var gasUsed: UInt64 = 0
    private var data: [UInt8] = []
    private var log: ByteString = ""
    private var events: [Event] = []

    private init() {}
}

extension SimulationResult: ProtobufDecodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var outer = source
        while let field = try outer.nextField() {
            switch field.number {
            case 1:
                var reader = try outer.message(field)
                while let field = try reader.nextField() {
                    switch field.number {
                    case 1: gasWanted = try reader.uint64(field)
                    case 2: gasUsed = try reader.uint64(field)
                    default: try reader.skip(field)
                    }
                }
            case 2:
                var reader = try outer.message(field)
                while let field = try reader.nextField() {
                    switch field.number {
                    case 1: data = try reader.bytes(field)
                    case 2: log = try reader.string(field)
                    case 3: try reader.append(field, to: &events, atMost: ABCILimit.eventsMaximum)
                    // The responses, which are in `data` too.
                    default: try reader.skip(field)
                    }
                }
            default: try outer.skip(field)
            }
        }
    }
}

extension SimulationResult: JSONEncodable {
    /// Without `msg_responses`: clients refuse types that they do not know, and `data` has them.
    package var json: JSONValue {
        .members(
            ("gas_info", .members(("gas_wanted", .decimal(gasWanted)), ("gas_used", .decimal(gasUsed)))),
            (
                "result",
                .members(
                    ("data", .base64(data)), ("log", .string(log)), ("events", .array(events.map(\.gatewayJSON))),
                    ("msg_responses", .array([])))
            ))
    }
}
