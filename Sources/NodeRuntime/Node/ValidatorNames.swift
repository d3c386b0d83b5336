import Cryptography
import Wire

/// The validators that are there, and what people call them: the moniker of the node whose votes come from it.
struct ValidatorNames {
    private var names: [Address: ByteString?]

    /// - Parameters:
    ///   - voters: Validators, and the peer through which each is heard.
    ///   - moniker: What that peer calls itself.
    init(voters: [Address: NodeID], moniker: (NodeID) -> ByteString?) {
        let validators = Dictionary(grouping: voters.keys) { voters[$0] }
        // A peer that passes on several validators' votes has the name of none of them.
        names = voters.mapValues { peer in validators[peer]?.count == 1 ? moniker(peer) : nil }
    }

    /// No validators but these.
    init(_ names: [Address: ByteString?]) {
        self.names = names
    }

    func isThere(_ validator: Address) -> Bool { names[validator] != nil }

    /// A validator that is there, by name, or by its address where there is no name.
    subscript(validator: Address) -> ByteString {
        get {
            guard let name = names[validator] ?? nil, !name.isEmpty else { return ByteString(validator.description) }
            return name
        }
        set { names[validator] = newValue }
    }
}
