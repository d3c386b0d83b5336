package import Chain
package import Cryptography

/// A key that came back without its log to a chain with the fault model `crash`.
///
/// What it signed last nobody knows but those who heard it, and a validator that forgets its lock counts as a liar, of
/// which such a chain bears fewer than a third. So it signs nothing before it has heard a signed vote of every other
/// validator, given after it started: none of them is further than one height above the highest of those, and the second
/// above it is one that nobody has begun.
package struct Listening: Sendable {
    /// The highest height of each validator's votes.
    private var heard: [Address: Height] = [:]

    package init() {}

    /// Takes in a verified vote.
    package mutating func hear(_ validator: Address, at height: Height) {
        heard[validator] = max(heard[validator] ?? height, height)
    }

    /// Up to which height nothing is to be signed; nil while somebody has not been heard.
    ///
    /// - Parameter others: Every validator of the chain but ourselves.
    package func quietThrough(others: [Address]) -> Height? {
        var highest: Height = 0
        for validator in others {
            guard let height = heard[validator] else { return nil }
            highest = max(highest, height)
        }
        return highest.next
    }
}
