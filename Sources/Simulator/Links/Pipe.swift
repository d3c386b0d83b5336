/// One direction of a link: what was written at one end and not yet read at the other, in order.
struct Pipe {
    /// What a pipe carries.
    enum Piece {
        /// Somebody calls.
        case call
        /// The call is answered: there is a connection.
        case answer
        case bytes([UInt8])
        /// Nothing comes any more: the other end was closed.
        case end

        var size: Int {
            switch self {
            case .bytes(let bytes): bytes.count
            // A header of TCP.
            case .call, .answer, .end: 40
            }
        }
    }

    /// Written, and on the way: one arrives with each arrival that was planned.
    private var onTheWay: [Piece] = []
    /// Arrived while the network was split, and not let through.
    private var held: [Piece] = []
    /// Arrived, and not read.
    private var arrived: [Piece] = []
    /// Bytes that were written and not read.
    private(set) var unread = 0
    /// When the line will have taken all that was written so far.
    private var lineIsFree: Int64 = 0
    /// When the last of it arrives.
    private var lastArrival: Int64 = 0

    /// Puts a piece behind the others.
    ///
    /// - Parameters:
    ///   - bandwidth: Bytes a second.
    ///   - latency: Nanoseconds from the line's one end to its other.
    /// - Returns: When to let a piece arrive.
    mutating func write(_ piece: Piece, at now: Int64, bandwidth: Int64, latency: Int64) -> Int64 {
        if case .bytes(let bytes) = piece { unread += bytes.count }
        onTheWay.append(piece)
        lineIsFree = max(now, lineIsFree) + Int64(piece.size) * 1_000_000_000 / max(1, bandwidth)
        lastArrival = max(lineIsFree + latency, lastArrival + 1)
        return lastArrival
    }

    /// The next piece arrives.
    ///
    /// - Parameter isSplit: Whether it is not let through.
    mutating func letArrive(isSplit: Bool) {
        // What was cut left arrivals behind.
        if onTheWay.isEmpty { return }
        let piece = onTheWay.removeFirst()
        if isSplit || !held.isEmpty { held.append(piece) } else { arrived.append(piece) }
    }

    /// Pieces that were held, and now arrive with so many more arrivals.
    mutating func release() -> Int {
        defer { held = [] }
        onTheWay = held + onTheWay
        return held.count
    }

    /// The next piece to be read.
    var next: Piece? { arrived.first }

    mutating func read() {
        if arrived.isEmpty { return }
        if case .bytes(let bytes) = arrived.removeFirst() { unread -= bytes.count }
    }

    /// Loses what has not arrived.
    mutating func lose() {
        onTheWay = []
        held = []
    }

    /// Whether everything that was written was read.
    var isEmpty: Bool { onTheWay.isEmpty && held.isEmpty && arrived.isEmpty }
}
