/// What the connections of one world are like where its nodes talk in bytes, drawn from its seed; beside its `FaultMix`, whose
/// delays and breaks hold for them too.
package struct LinkMix: Sendable {
    /// Bytes a second that a connection carries each way.
    package var bandwidth: Int64 = 100_000_000
    /// Bytes that a sender is ahead of who reads them before it has to wait.
    package var windowBytes = 262_144
    /// Pieces in a million in which a bit is changed on the way between two nodes.
    package var flipsPerMillion = 0
    /// Calls in a thousand that reach a stranger instead of who was called.
    package var misdialsPerMille = 0
    /// Strangers: who is no node of the chain, calls its nodes and sends them anything.
    package var strangers = 0
    /// Nanoseconds between the calls of one of them.
    package var strangerInterval: Int64 = 0
    // What the operators chose.
    /// Bytes a second (`p2p.send_rate`, `p2p.recv_rate`).
    package var sendRate = 5_120_000
    package var receiveRate = 5_120_000
    /// Seconds between pings, and for an answer.
    package var pingSeconds: Int64 = 60
    package var pongSeconds: Int64 = 45
    /// Whether of two nodes each calls the other, or one of them.
    package var bothCall = true

    package init(seed: UInt64) {
        var chance = SplitMix64(seed: seed ^ 0xB17E_5)
        if chance.happens(perMille: 500) { bandwidth = chance.within(50_000...2_000_000) }
        if chance.happens(perMille: 500) { windowBytes = Int(chance.within(4_096...65_536)) }
        if chance.happens(perMille: 350) { flipsPerMillion = Int(chance.within(50...5_000)) }
        if chance.happens(perMille: 200) { misdialsPerMille = Int(chance.within(50...500)) }
        if chance.happens(perMille: 600) {
            strangers = 1 + chance.below(3)
            strangerInterval = chance.within(50_000_000...2_000_000_000)
        }
        if chance.happens(perMille: 300) { sendRate = Int(chance.within(20_000...500_000)) }
        if chance.happens(perMille: 300) { receiveRate = Int(chance.within(20_000...500_000)) }
        if chance.happens(perMille: 500) {
            pingSeconds = chance.within(2...10)
            pongSeconds = chance.within(2...min(8, pingSeconds))
        }
        bothCall = chance.happens(perMille: 600)
    }

    /// Nothing goes wrong, and nobody comes.
    package static var none: LinkMix { LinkMix() }

    private init() {}

    /// Raises what the operators chose to what clients send: links that carry less than everybody asks for decide nothing, however
    /// calm all is. A transaction passes a link twice, by itself and in a block, and leaves three quarters to votes, to parts that
    /// come again and to what waited.
    mutating func raiseRates(toCarry bytes: Int, every interval: Int64) {
        let rate = 8 * bytes * Int(1_000_000_000 / max(1, interval))
        sendRate = max(sendRate, rate)
        receiveRate = max(receiveRate, rate)
    }

    /// Ends what faults there are. Strangers stay, and call less often.
    mutating func end() {
        bandwidth = 100_000_000
        flipsPerMillion = 0
        misdialsPerMille = 0
        strangerInterval = max(strangerInterval, 2_000_000_000)
    }
}

extension LinkMix: CustomStringConvertible {
    /// One line.
    package var description: String {
        var words = ["\(bandwidth / 1_000) kB/s", "window \(windowBytes / 1_024) KiB"]
        if flipsPerMillion > 0 { words.append("\(flipsPerMillion) bits flipped in a million pieces") }
        if misdialsPerMille > 0 { words.append("\(misdialsPerMille)‰ of calls reach a stranger") }
        if strangers > 0 {
            words.append("\(strangers) strangers, a call each \(strangerInterval / 1_000_000)ms")
        }
        words.append("send \(sendRate / 1_000) kB/s, receive \(receiveRate / 1_000) kB/s")
        words.append("ping \(pingSeconds)s, pong \(pongSeconds)s")
        words.append(bothCall ? "both call" : "one calls")
        return words.joined(separator: ", ")
    }
}
