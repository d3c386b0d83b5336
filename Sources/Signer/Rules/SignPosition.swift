package import Chain

/// Where in the chain something is signed. A validator only ever goes forward.
package struct SignPosition: Hashable, Sendable {
    package let height: Height
    package let round: Round
    package let step: SignStep

    package init(height: Height, round: Round, step: SignStep) {
        self.height = height
        self.round = round
        self.step = step
    }

    /// Before anything was signed.
    package static let start = SignPosition(height: 0, round: 0, step: .none)
}

extension SignPosition: Comparable {
    /// Orders by height, then round, then step.
    package static func < (left: SignPosition, right: SignPosition) -> Bool {
        if left.height != right.height { return left.height < right.height }
        if left.round != right.round { return left.round < right.round }
        return left.step < right.step
    }
}

extension SignPosition: CustomStringConvertible {
    /// Height, round and step: `52/0/3`.
    package var description: String { "\(height)/\(round)/\(step)" }
}
