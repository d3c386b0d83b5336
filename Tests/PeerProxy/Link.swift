import Signer

/// Two nodes and where the proxy stands between them, as in `31001:net/node1:net/node0:26656`.
struct Link {
    let text: String
    /// Where the caller calls, on the loopback address; 0 for any port that is free.
    let listeningPort: Int
    let caller: NodeKey
    let answerer: NodeKey
    /// Where the answerer listens, on the loopback address.
    let answererPort: Int

    /// - Throws: `LinkError`, or why a key cannot be read.
    init(_ text: String) throws {
        let words = text.split(separator: ":")
        guard words.count == 4, let port = UInt16(words[0]), let answererPort = UInt16(words[3]) else {
            throw LinkError.notALink(text)
        }
        self.text = text
        listeningPort = Int(port)
        caller = try NodeKey.read("\(words[1])/config/node_key.json").key
        answerer = try NodeKey.read("\(words[2])/config/node_key.json").key
        self.answererPort = Int(answererPort)
    }
}

enum LinkError: Error, CustomStringConvertible {
    case notALink(String)

    var description: String {
        switch self {
        case .notALink(let text): "\(text) is not PORT:CALLER_HOME:ANSWERER_HOME:ANSWERER_PORT"
        }
    }
}
