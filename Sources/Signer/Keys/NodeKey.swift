import Chain
package import Cryptography
package import Files
package import JSON
import Wire

/// The key by which a node is known among its peers.
package struct NodeKey: Sendable {
    package let privateKey: Ed25519PrivateKey

    package init(_ privateKey: Ed25519PrivateKey) {
        self.privateKey = privateKey
    }

    /// A new key from the system's generator of random bytes.
    package static func generate() -> NodeKey { NodeKey(.generate()) }

    /// The node's name among its peers; computed anew each time.
    package var id: NodeID { NodeID(.ed25519(privateKey.publicKey)) }

    /// The secret as it stands in `node_key.json`.
    package var exportedJSON: JSONValue { .members(("priv_key", privateKey.exportedJSON)) }

    /// Reads `node_key.json`.
    package static func read(_ path: String) throws(FileError) -> (key: NodeKey, warnings: [FileWarning]) {
        try KeyFile.read(path) { (json: JSONValue) throws(JSONError) -> NodeKey in
            NodeKey(try KeyFile.privateKey(in: JSONReader(json)))
        }
    }

    /// Puts a key file in the place of what is there. Durable when it returns.
    package func write(to path: String) throws(FileError) {
        try DurableFile.replace(path, with: exportedJSON.serialized(), mode: KeyFile.mode)
    }
}

extension NodeKey: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String { "NodeKey(\(id))" }
    package var debugDescription: String { description }
}
