import Chain
import JSON
import Wire

extension Operation {
    /// The message that a node receives most.
    static var votes: [Operation] {
        let vote = Sample.vote, bytes = vote.protobuf, chainID = Sample.chainID
        return [
            Operation("vote: encode (\(bytes.count) B)") { vote.protobuf },
            Operation("vote: decode") { try? Vote(protobuf: bytes) },
            Operation("vote: sign bytes") { vote.signBytes(chainID: chainID) },
            Operation("vote: JSON") { vote.json.serialized() },
        ]
    }
}
