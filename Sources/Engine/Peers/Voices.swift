package import Chain
package import Cryptography

/// Through which peer the votes of each validator come: while that one is connected the validator is likely to be there.
///
/// A vote says that its validator lived when it signed. On a chain that stands still nobody votes again, and only the
/// connections tell who has died since. Peers pass on each other's votes, and so it is the one that brings most of a
/// validator's votes first which counts.
package struct Voices: Sendable {
    private struct Voice {
        var peer: NodeID
        /// By how many votes it is ahead of all others together (Boyer and Moore, 1981), within `leadMaximum`.
        var lead: Int
        /// Of its last vote.
        var height: Height
        /// Whether that peer is connected.
        var isThere = true
    }

    /// A validator that moves is heard through another peer after as many votes of a later kind.
    private static let leadMaximum = 8

    private var voices: [Address: Voice] = [:]

    /// Nobody is heard.
    package init() {}

    /// A validator's vote came, from this peer first.
    mutating func heard(_ validator: Address, from peer: NodeID, at height: Height) {
        guard let voice = voices[validator], voice.isThere, voice.lead > 0 || voice.peer == peer else {
            voices[validator] = Voice(peer: peer, lead: 1, height: height)
            return
        }
        voices[validator]?.lead = min(Voices.leadMaximum, voice.lead + (voice.peer == peer ? 1 : -1))
        voices[validator]?.height = max(voice.height, height)
    }

    /// A vote came that is known already: it says through whom its validator is heard only where nothing else does. Others
    /// tell the votes of a validator again when it is gone; what brings it back is its own peer, or a vote that is new.
    mutating func heardAgain(_ validator: Address, from peer: NodeID, at height: Height) {
        if let voice = voices[validator], voice.isThere || voice.peer != peer { return }
        voices[validator] = Voice(peer: peer, lead: 0, height: height)
    }

    mutating func peerIsGone(_ peer: NodeID) {
        for (validator, voice) in voices where voice.peer == peer { voices[validator]?.isThere = false }
    }

    /// Forgets who is no validator any more.
    mutating func keep(_ validators: [Address]) {
        if voices.count <= validators.count { return }
        let kept = Set(validators)
        voices = voices.filter { kept.contains($0.key) }
    }

    /// The validators that have voted at this height or later, and the connected peer through which each is heard.
    package func heard(since height: Height) -> [Address: NodeID] {
        voices.filter { $0.value.isThere && $0.value.height >= height }.mapValues(\.peer)
    }
}
