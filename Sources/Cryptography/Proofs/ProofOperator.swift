/// A step of a proof, ready to run: from what was proven in one tree to the root of that tree.
package protocol ProofOperator: Sendable {
    /// The key that the key path must name for this step; empty when the step takes none from it.
    var key: [UInt8] { get }

    /// What this step proves of its arguments: the roots that are the next step's arguments.
    func run(_ arguments: [[UInt8]]) throws(ProofError) -> [[UInt8]]

    /// The step as it travels.
    var operation: ProofOperation { get }
}
