import Chain

/// Where a peer stands in consensus.
package struct PeerPosition: Comparable, Sendable {
    let height: Height
    let round: Round
    let step: RoundStep

    package static func < (left: PeerPosition, right: PeerPosition) -> Bool {
        (left.height, left.round, left.step) < (right.height, right.round, right.step)
    }
}
