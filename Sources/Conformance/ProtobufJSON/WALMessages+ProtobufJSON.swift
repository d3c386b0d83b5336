import Chain
import JSON
import PeerMessages
import Wire

extension WALMessage: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        switch self {
        case .roundState(let state): .member("event_data_round_state", state.protobufJSON)
        case .received(let received): .member("msg_info", received.protobufJSON)
        case .timeout(let timeout): .member("timeout_info", timeout.protobufJSON)
        case .endHeight(let height): .member("end_height", .member("height", .decimal(height.rawValue)))
        }
    }
}

extension WALRoundState: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("height", .decimal(height.rawValue)), ("round", .integer(round.rawValue)), ("step", .string(step)))
    }
}

extension WALReceived: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(("msg", message.protobufJSON), ("peer_id", .string(peerID)))
    }
}

extension WALTimeout: ProtobufJSONEncodable {
    var protobufJSON: JSONValue {
        .members(
            ("duration", duration.protobufJSON), ("height", .decimal(height.rawValue)),
            ("round", .integer(round.rawValue)), ("step", .integer(step)))
    }
}
