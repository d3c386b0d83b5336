package import Chain

/// What becomes of a message.
package enum Fate: Hashable, Sendable {
    case passes
    case dropped
    /// It goes on when so much time has passed.
    case delayed(Nanoseconds)
}
