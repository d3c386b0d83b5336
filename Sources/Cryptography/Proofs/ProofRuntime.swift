package import Wire

/// Checks proofs through several trees, with the kinds of step it knows (CometBFT `merkle.ProofRuntime`).
package struct ProofRuntime: Sendable {
    /// Makes a step ready to run, or says why it cannot be.
    package typealias Decoder = @Sendable (ProofOperation) throws(ProofError) -> any ProofOperator

    /// Knows the steps that CometBFT itself has: values in a Merkle tree.
    package static let standard = ProofRuntime(decoders: [
        ValueOperator.type: { operation throws(ProofError) in try ValueOperator(operation) }
    ])

    private let decoders: [ByteString: Decoder]

    /// - Parameter decoders: The kinds of step, by name.
    package init(decoders: [ByteString: Decoder]) {
        self.decoders = decoders
    }

    /// The same, knowing one more kind of step.
    package func adding(_ type: ByteString, _ decoder: @escaping Decoder) -> ProofRuntime {
        var decoders = decoders
        decoders[type] = decoder
        return ProofRuntime(decoders: decoders)
    }

    /// Checks that under `root` the value stands at the key path.
    ///
    /// - Parameters:
    ///   - root: The application hash.
    ///   - keyPath: As `ProofKeyPath` writes it, the outermost tree's key first.
    package func verifyValue(
        _ value: [UInt8], at keyPath: String, root: [UInt8], proof: ProofOperations
    ) throws(ProofError) {
        try verify([value], at: keyPath, root: root, proof: proof)
    }

    /// Checks that under `root` nothing stands at the key path. No standard step proves that.
    package func verifyAbsence(at keyPath: String, root: [UInt8], proof: ProofOperations) throws(ProofError) {
        try verify([], at: keyPath, root: root, proof: proof)
    }

    private func verify(
        _ leaves: [[UInt8]], at keyPath: String, root: [UInt8], proof: ProofOperations
    ) throws(ProofError) {
        var operators: [any ProofOperator] = []
        for operation in proof.operations { operators.append(try decode(operation)) }
        var keys = try ProofKeyPath(parsing: keyPath).keys
        var arguments = leaves
        for (index, step) in operators.enumerated() {
            if !step.key.isEmpty {
                guard let expected = keys.popLast() else { throw .keyPathTooShort(ByteString(step.key)) }
                if expected != step.key {
                    throw .otherKey(operation: index, expected: ByteString(expected), got: ByteString(step.key))
                }
            }
            arguments = try step.run(arguments)
        }
        let computed = arguments.first ?? []
        if computed != root { throw .otherRoot(expected: root, got: computed) }
        if !keys.isEmpty { throw .keyPathTooLong }
    }

    private func decode(_ operation: ProofOperation) throws(ProofError) -> any ProofOperator {
        guard let decoder = decoders[operation.type] else { throw .unknownType(operation.type) }
        return try decoder(operation)
    }
}
