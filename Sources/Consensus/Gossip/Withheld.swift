package import Chain

/// What a peer gets from others, and is not sent by us before it had time to: those who gave it to us give it to their other
/// peers too. What has waited for two turns is held back no longer.
package struct Withheld: Sendable {
    private struct Share: Sendable {
        var votes: [VoteSetID: [UInt64]] = [:]
        var proposal: (height: Height, round: Round)?
        var parts: (header: PartSetHeader, words: [UInt64])?

        var isEmpty: Bool { votes.isEmpty && proposal == nil && parts == nil }

        mutating func forgetBlock() {
            proposal = nil
            parts = nil
        }

        func holdsProposal(_ height: Height, _ round: Round) -> Bool {
            proposal.map { $0 == (height, round) } ?? false
        }

        func word(_ position: Int, of header: PartSetHeader) -> UInt64 {
            parts.map { $0.header == header ? Marks.word(position, of: $0.words) : 0 } ?? 0
        }
    }

    /// What came since the last turn, what came in the turn before, and what the peer must have had to go on.
    private var fresh = Share()
    private var older = Share()
    private var settled = Share()

    package init() {}

    /// Whether something waits for its turn.
    package var isEmpty: Bool { fresh.isEmpty && older.isEmpty }

    package mutating func noteVote(_ index: Int32, in id: VoteSetID) {
        Marks.set(Int(index), in: &fresh.votes[id, default: []])
    }

    package mutating func noteProposal(height: Height, round: Round) {
        fresh.proposal = (height, round)
    }

    package mutating func notePart(_ index: UInt32, of header: PartSetHeader) {
        var words = fresh.parts.map { $0.header == header ? $0.words : [] } ?? []
        Marks.set(Int(index), in: &words)
        fresh.parts = (header, words)
    }

    /// A turn is over.
    ///
    /// - Parameter hasBlock: Whether the peer went on as it does with the block of its round: then it is sent nothing of it
    ///   before it says what it lacks.
    package mutating func turn(hasBlock: Bool) {
        if hasBlock {
            settled.proposal = older.proposal ?? settled.proposal
            if let parts = older.parts { settled.parts = parts }
        }
        older = fresh
        fresh = Share()
    }

    /// The peer may lack parts after all.
    mutating func forgetBlock() {
        fresh.forgetBlock()
        older.forgetBlock()
        settled.forgetBlock()
    }

    // MARK: What is held back

    func holdsProposal(height: Height, round: Round) -> Bool {
        fresh.holdsProposal(height, round) || older.holdsProposal(height, round)
            || settled.holdsProposal(height, round)
    }

    /// The votes of a set that are held back, 64 a word.
    func votes(_ position: Int, of id: VoteSetID) -> UInt64 {
        Marks.word(position, of: fresh.votes[id] ?? []) | Marks.word(position, of: older.votes[id] ?? [])
    }

    /// The parts of a block that are held back, 64 a word.
    func parts(_ position: Int, of header: PartSetHeader) -> UInt64 {
        fresh.word(position, of: header) | older.word(position, of: header) | settled.word(position, of: header)
    }
}
