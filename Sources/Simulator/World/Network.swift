import Chain

/// Who is connected with whom, and who cannot reach whom.
struct Network {
    private let count: Int
    private var connections: [Int?]
    private var lastConnection = 0
    /// The side of each node while the network is split.
    private var sides: [Int]
    private(set) var isSplit = false
    /// Where each node is while some are cut off from the rest, for longer than a split lasts; empty for none.
    private var islands: [Int] = []
    /// When the last message of a connection arrives, by sender and receiver: the next comes behind it.
    var lastArrival: [Int64]

    init(count: Int) {
        self.count = count
        connections = Array(repeating: nil, count: count * count)
        sides = Array(repeating: 0, count: count)
        lastArrival = Array(repeating: 0, count: count * count)
    }

    func place(_ from: Int, _ to: Int) -> Int { from * count + to }

    /// The number of the connection between two nodes; nil when there is none.
    func connection(_ first: Int, _ second: Int) -> Int? { connections[place(first, second)] }

    func isConnected(_ first: Int, _ second: Int) -> Bool { connection(first, second) != nil }

    func isSevered(_ first: Int, _ second: Int) -> Bool {
        (isSplit && sides[first] != sides[second]) || (!islands.isEmpty && islands[first] != islands[second])
    }

    mutating func connect(_ first: Int, _ second: Int) {
        lastConnection += 1
        connections[place(first, second)] = lastConnection
        connections[place(second, first)] = lastConnection
    }

    mutating func disconnect(_ first: Int, _ second: Int) {
        connections[place(first, second)] = nil
        connections[place(second, first)] = nil
    }

    mutating func split(_ sides: [Int]) {
        self.sides = sides
        isSplit = true
    }

    mutating func heal() { isSplit = false }

    mutating func cutOff(_ islands: [Int]) { self.islands = islands }

    mutating func rejoin() { islands = [] }
}
