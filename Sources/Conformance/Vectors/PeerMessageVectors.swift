import Chain
import JSON
import PeerMessages
import Wire

/// `p2p_messages.json`: what peers say to each other on every channel, and what they say first.
enum PeerMessageVectors {
    static func run(_ file: VectorMember, _ checker: inout Checker) {
        if file.has("cases") { checker.each(file["cases"], message) }
        if file.has("node_info") { checker.each(file["node_info"], nodeInfo) }
    }

    private static func message(_ vector: VectorMember, _ checker: inout Checker) throws {
        guard let number = UInt8(try vector["channel"].text().dropFirst(2), radix: 16) else {
            throw vector["channel"].wrong("a channel")
        }
        let channel = ChannelID(number), bytes = try vector["hex"].hex()
        let message = try PeerMessage(protobuf: bytes, on: channel)
        checker.expect("protobuf", bytes: bytes, message.protobuf)
        checker.expect("members", json: vector["json"].json, message.protobufJSON)
        checker.expect("type", try vector["type"].text(), message.protobufType)
        checker.expect("channel", channel, message.channel)
    }

    private static func nodeInfo(_ vector: VectorMember, _ checker: inout Checker) throws {
        let info = try checker.decode(NodeInfo.self, vector["hex"])
        checker.expect("members", json: vector["json"].json, info.protobufJSON)
        checker.expect("JSON", json: vector["amino_json"], info)
        checker.expect("delimited", bytes: try vector["delimited"].hex(), info.delimitedProtobuf)
        checker.expect("validation", verdict: try vector["validate_error"].textIfPresent()) { try info.validate() }
    }
}
