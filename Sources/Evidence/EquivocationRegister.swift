package import Cryptography

/// On a chain that trusts validators not to lie (fault model `crash`): the equivocations after which this node signs
/// nothing, and those after which its operator has let it go on.
package struct EquivocationRegister: Sendable {
    /// What is kept at a time: one is enough to stop signing, and the operator deals with them one by one.
    package static let openMaximum = 100

    /// Those that nobody has dealt with, the oldest first.
    package private(set) var open: [Equivocation] = []
    private var resumed: Set<Hash> = []
    private var unsaved: [Equivocation] = []

    package init() {}

    /// Takes in what was known when the process ended.
    package mutating func restore(open: [Equivocation], resumed: Set<Hash>) {
        self.resumed = resumed
        self.open = open.filter { !resumed.contains($0.hash) }
    }

    /// Takes in an equivocation, unless it is known.
    ///
    /// - Returns: Whether it is news.
    package mutating func note(_ equivocation: Equivocation) -> Bool {
        if open.contains(equivocation) || open.count >= EquivocationRegister.openMaximum { return false }
        if resumed.contains(equivocation.hash) { return false }
        open.append(equivocation)
        unsaved.append(equivocation)
        return true
    }

    /// What is to be made durable with the next block; it is told once.
    package mutating func takeUnsaved() -> [Equivocation] {
        let result = unsaved
        unsaved = []
        return result
    }
}
