package import Chain
import Execution

/// Why a validator signs nothing for a while, or for good.
package enum Silence: Hashable, Sendable {
    /// Its key has signed elsewhere while it was silent.
    case usedElsewhere(SignedStep)
    /// The other validators are listened to; the signature of its key that it has not made, if that is why.
    case listening(heard: SignedStep?)
    /// Nothing is signed up to this height: its log does not say what was signed there.
    case abstaining(through: Height)
    /// Nothing is signed up to this height, to hear whether the key is used.
    case quiet(through: Height)
}

extension ValidatorEngine {
    /// Why nothing is signed now; nil when nothing keeps us from it, and for a node that is no validator.
    package var silence: Silence? {
        guard let chain, let address = ownAddress, chain.validators.index(of: address) != nil else { return nil }
        if let step = ownKey.usedElsewhere { return .usedElsewhere(step) }
        if listening != nil { return .listening(heard: ownKey.heard) }
        if chain.nextHeight <= abstainsThrough { return .abstaining(through: abstainsThrough) }
        if let quiet = ownKey.quiet, chain.nextHeight <= quiet.through { return .quiet(through: quiet.through) }
        return nil
    }
}
