import ABCI
import JSON
import Wire

/// `abci_messages.json`: what node and application say to each other over a socket.
enum ABCIMessageVectors {
    static func run(_ file: VectorMember, _ checker: inout Checker) {
        checker.each(file["cases"]) { vector, checker in
            switch try vector["type"].text() {
            case "tendermint.abci.Request": try compare(Request.self, vector, &checker)
            case "tendermint.abci.Response": try compare(Response.self, vector, &checker)
            default: throw vector["type"].wrong("a request or a response")
            }
        }
    }

    private static func compare<Message: ProtobufCodable & ProtobufJSONEncodable>(
        _ type: Message.Type, _ vector: VectorMember, _ checker: inout Checker
    ) throws {
        let message = try checker.decode(type, vector["hex"])
        checker.expect("members", json: vector["json"].json, message.protobufJSON)
        checker.expect("delimited", bytes: try vector["delimited"].hex(), message.delimitedProtobuf)
    }
}
