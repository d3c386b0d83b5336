package import Wire

/// The steps of a proof, from the value to the application hash (CometBFT `ProofOps`).
package struct ProofOperations: Hashable, Sendable {
    /// The most steps a proof may have: each is a tree inside a tree, and applications nest two or three.
    ///
    /// Deviation: CometBFT sets no bound but that of the message around it. A longer proof would verify nothing that a
    /// node asks for, and is refused.
    package static let countMaximum = 1000

    package let operations: [ProofOperation]

    package init(_ operations: [ProofOperation]) {
        self.operations = operations
    }
}

/// tendermint.crypto.ProofOps
extension ProofOperations: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var operations: [ProofOperation] = []
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.append(field, to: &operations, atMost: ProofOperations.countMaximum)
            default: try reader.skip(field)
            }
        }
        self.init(operations)
    }

    package func encode(into writer: inout ProtobufWriter) {
        for operation in operations { writer.message(1, operation) }
    }
}
