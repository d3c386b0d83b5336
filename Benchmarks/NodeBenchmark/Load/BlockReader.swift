/// Reads the blocks of a node as they come, one request after the other, and finds the transactions in them.
struct BlockReader {
    /// How long it waits before it asks again for a block that is not there, in nanoseconds.
    private static let pause: Int64 = 1_000_000

    private var next: Int64
    /// When it wants to ask; nil while an answer is on its way.
    private(set) var due: Int64? = 0

    /// Begins with the block of this height.
    init(from height: Int64) {
        next = height
    }

    /// The request for the next block.
    mutating func ask() -> [UInt8] {
        due = nil
        return Request.get("/block?height=\(next)")
    }

    /// Takes the answer.
    ///
    /// - Returns: The marks of the block's transactions; none when the block is not there yet.
    mutating func take(_ answer: Answer) -> [TransactionSource.Mark] {
        guard answer.status == 200, let start = Answer.place(of: "\"txs\":[", in: answer.body) else {
            due = Clock.now() + BlockReader.pause
            return []
        }
        due = 0
        next += 1
        var marks: [TransactionSource.Mark] = []
        var rest = answer.body[(start + 7)...]
        while rest.first == UInt8(ascii: "\""), let end = rest.dropFirst().firstIndex(of: UInt8(ascii: "\"")) {
            marks.append(TransactionSource.Mark(rest[(rest.startIndex + 1)..<end]))
            // After the text, a comma and the next one, or the end of the list.
            rest = rest[end...].dropFirst(2)
        }
        return marks
    }
}
