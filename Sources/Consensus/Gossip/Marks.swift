package import Chain

/// Which items of a list a peer has: what it told us, and what we have sent it.
///
/// The two are kept apart because what was sent may be lost, or dropped by a peer that could not use it then: when a peer
/// makes no progress, what it did not tell of is sent again.
package struct Marks: Hashable, Sendable {
    private var told: [UInt64] = []
    private var sent: [UInt64] = []

    package init() {}

    package init(told bits: BitArray) {
        told = bits.words
    }

    /// The peer says that it has an item. Beyond the longest list there can be, nothing is kept.
    mutating func noteTold(_ index: Int) { Marks.set(index, in: &told) }

    /// We have sent an item.
    mutating func noteSent(_ index: Int) { Marks.set(index, in: &sent) }

    /// The peer has these items, and none of the others that we could compare.
    ///
    /// - Parameter compared: The items the peer's answer speaks of; nil for all there are.
    mutating func replace(with bits: BitArray, compared: BitArray?) {
        guard let compared else {
            told = bits.words
            sent = []
            return
        }
        let kept = (0..<told.count).map { told[$0] & ~Marks.word($0, of: compared.words) }
        sent = (0..<sent.count).map { sent[$0] & ~Marks.word($0, of: compared.words) }
        told = (0..<max(kept.count, bits.words.count)).map { Marks.word($0, of: kept) | Marks.word($0, of: bits.words) }
    }

    /// The peer says which items it has; others may be on their way.
    mutating func noteHas(_ bits: BitArray) { told = bits.words }

    /// The peer says that it has these items, among others.
    mutating func noteTold(_ bits: BitArray) {
        told = (0..<max(told.count, bits.words.count)).map { Marks.word($0, of: told) | Marks.word($0, of: bits.words) }
    }

    /// What was sent and not confirmed counts as lost.
    mutating func forgetSent() { sent = [] }

    /// Whether the peer has the item, or will when what is on its way arrives.
    package func contains(_ index: Int) -> Bool { Marks.isSet(index, in: told) || Marks.isSet(index, in: sent) }

    /// Whether the peer says that it has the item.
    func wasTold(_ index: Int) -> Bool { Marks.isSet(index, in: told) }

    /// Whether we have sent the item, and the peer did not tell that it lacks it.
    package func wasSent(_ index: Int) -> Bool { Marks.isSet(index, in: sent) }

    /// The first item of ours, counting from `start` and around, that the peer lacks.
    ///
    /// - Parameter withheld: What is passed over, 64 items a word.
    package func firstLacking(
        of ours: BitArray, from start: Int = 0, besides withheld: (Int) -> UInt64 = { _ in 0 }
    ) -> Int? {
        if ours.count == 0 { return nil }
        let first = start / 64
        let count = ours.words.count
        for step in 0...count {
            let position = (first + step) % count
            var lacking = ours.words[position] & ~Marks.word(position, of: told) & ~Marks.word(position, of: sent)
            if lacking != 0 { lacking &= ~withheld(position) }
            let below = (UInt64(1) << UInt64(start % 64)) - 1
            if step == 0 { lacking &= ~below }
            if step == count { lacking &= below }
            if lacking != 0 { return position * 64 + lacking.trailingZeroBitCount }
        }
        return nil
    }

    static func word(_ position: Int, of words: [UInt64]) -> UInt64 {
        position < words.count ? words[position] : 0
    }

    private static func isSet(_ index: Int, in words: [UInt64]) -> Bool {
        index >= 0 && word(index / 64, of: words) >> UInt64(index % 64) & 1 == 1
    }

    static func set(_ index: Int, in words: inout [UInt64]) {
        if index < 0 || index >= ChainLimits.votesMaximum { return }
        while words.count <= index / 64 { words.append(0) }
        words[index / 64] |= 1 << UInt64(index % 64)
    }
}
